package io.github.reprorun.internal.log;

import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that grows. The first failed write ends the writing and is remembered, since a program must not fail because
 * its log cannot be written. Safe for use by several threads.
 */
final class LogFile {
    private final Path file;
    private final OutputStream out;
    private Optional<String> failure = Optional.empty();
    private boolean open = true;

    /** @throws UnwritableException if the file cannot be opened */
    LogFile(Path file) {
        this.file = file;
        try {
            this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the run's log cannot be written (" + e + ")", e);
        }
    }

    /** Writes without a buffer, so that a killed JVM loses no line. */
    synchronized void write(byte[] bytes) {
        if (!open || failure.isPresent()) {
            return;
        }
        try {
            out.write(bytes);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Why the file is incomplete, if it is. */
    synchronized Optional<String> failure() {
        return failure;
    }

    synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        boolean interrupted = Thread.interrupted(); // an interrupted thread cannot force a channel
        try {
            out.close();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void fail(IOException cause) {
        if (failure.isEmpty()) {
            failure = Optional.of(file.getFileName() + " is not whole (" + cause + ")");
        }
    }
}
