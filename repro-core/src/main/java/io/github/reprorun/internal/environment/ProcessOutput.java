package io.github.reprorun.internal.environment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The output of a process, read by a separate thread. A process that has ended may have left its end of the stream to
 * one that still runs; then the stream stays open and blocks only that thread. Safe for use by several threads.
 */
final class ProcessOutput {
    /** More than any expected answer. */
    private static final int LIMIT = 16 * 1024 * 1024;

    private final InputStream stream;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;
    private @Nullable IOException failure;
    private @Nullable Error error;

    private ProcessOutput(InputStream stream) {
        this.stream = stream;
    }

    /** Begins to read {@code stream}. */
    static ProcessOutput reading(String name, InputStream stream) {
        ProcessOutput output = new ProcessOutput(stream);
        Thread reader = new Thread(output::read, "reprorun-" + name);
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    /**
     * The complete output after the stream has ended, or the output so far at {@code deadline}.
     *
     * @param deadline a {@link System#nanoTime()}
     * @throws IOException if it cannot be read, or is too large
     */
    synchronized String text(long deadline) throws IOException, InterruptedException {
        for (long left = deadline - System.nanoTime(); !ended && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        if (failure != null) {
            throw failure;
        }
        if (error != null) {
            throw error;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void read() {
        try (stream) {
            byte[] buffer = new byte[8192];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                add(buffer, n);
            }
            end(null, null);
        } catch (IOException e) {
            end(e, null);
        } catch (Error e) {
            end(null, e); // Other code may have used up the heap; the error is theirs.
        }
    }

    private synchronized void add(byte[] buffer, int count) throws IOException {
        if (bytes.size() + count > LIMIT) {
            throw new IOException("it printed more than " + LIMIT + " bytes");
        }
        bytes.write(buffer, 0, count);
    }

    private synchronized void end(@Nullable IOException cause, @Nullable Error fatal) {
        ended = true;
        failure = cause;
        error = fatal;
        notifyAll();
    }
}
