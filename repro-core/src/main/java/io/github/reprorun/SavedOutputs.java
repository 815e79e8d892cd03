package io.github.reprorun;

import io.github.reprorun.digest.FileDigest;
import io.github.reprorun.digest.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.journal.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a run's outputs goes into a checkpoint: length and digest of each, and the content of small ones. A larger one is
 * restored from the file that the earlier process left, as long as that only grew. Safe for use by several threads.
 */
final class SavedOutputs {
    private static final int SMALL = 64 * 1024;
    private static final int BUFFER = 64 * 1024;

    private record Known(InputStamp stamp, Sha256 sha256) {}

    private final RunDirectory directory;
    private final Clock clock;
    private final Map<String, Known> digests = new HashMap<>();

    SavedOutputs(RunDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** By output: its length in bytes, its digest and, if it is small, its content, between spaces. */
    synchronized SortedMap<String, String> save() {
        SortedMap<String, String> saved = new TreeMap<>();
        try {
            for (Map.Entry<String, Long> output : directory.outputSizes().entrySet()) {
                Path file = directory.outputs().resolve(output.getKey());
                saved.put(
                        output.getKey(),
                        output.getValue() <= SMALL ? small(Files.readAllBytes(file)) : large(output.getKey(), file));
            }
            return saved;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String small(byte[] content) {
        return content.length + " " + Sha256.of(content).hex() + " "
                + Base64.getEncoder().encodeToString(content);
    }

    private String large(String name, Path file) throws IOException {
        Known known = digests.get(name);
        if (known == null || !known.stamp().isCertainlyThatOf(file, clock)) {
            known = new Known(InputStamp.of(file, clock), FileDigest.of(file).sha256());
            digests.put(name, known);
        }
        return Files.size(file) + " " + known.sha256().hex();
    }

    /** Why the outputs cannot be put back to {@code saved}, if they cannot. */
    Optional<String> obstacle(SortedMap<String, String> saved) {
        try {
            for (Map.Entry<String, String> output : saved.entrySet()) {
                String[] parts = output.getValue().split(" ", 3);
                Path kept = directory.keptOutputs().resolve(output.getKey());
                if (parts.length < 3 && !isPrefix(kept, Long.parseLong(parts[0]), parts[1])) {
                    return Optional.of("the output \"" + output.getKey() + "\" is not what it was then");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isPrefix(Path file, long length, String sha256) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < length) {
            return false;
        }
        MessageDigest digest = Sha256.algorithm();
        copy(file, length, digest::update);
        return Sha256.finish(digest).hex().equals(sha256);
    }

    /** Puts each output in place, and removes every other. */
    void restore(SortedMap<String, String> saved) {
        try {
            for (String name : directory.outputSizes().keySet()) {
                if (!saved.containsKey(name)) {
                    Files.delete(directory.outputs().resolve(name));
                }
            }
            for (Map.Entry<String, String> output : saved.entrySet()) {
                restore(directory.output(output.getKey()), output.getKey(), output.getValue());
            }
            DurableFile.force(directory.outputs());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** In place, so that who has the file open to append goes on there. */
    private void restore(Path file, String name, String saved) throws IOException {
        String[] parts = saved.split(" ", 3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            OutputStream out = Channels.newOutputStream(channel);
            if (parts.length == 3) {
                out.write(Base64.getDecoder().decode(parts[2]));
            } else {
                copy(directory.keptOutputs().resolve(name), Long.parseLong(parts[0]), out::write);
            }
            channel.force(true);
        }
    }

    private interface Consumer {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    private static void copy(Path file, long length, Consumer consumer) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (long left = length; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(file + " ends " + left + " bytes early");
                }
                consumer.accept(buffer, 0, read);
                left -= read;
            }
        }
    }

    private UnreadableException unreadable(IOException e) {
        return new UnreadableException(
                directory.outputs().toString(), "the outputs cannot be saved or restored (" + e + ")", e);
    }
}
