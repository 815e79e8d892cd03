package io.github.reprorun.internal.record;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.InputStamp;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.directory.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a run's outputs that goes into a checkpoint: length and digest of each, and the content of small ones. A
 * larger one gets a second name in the checkpoints' folder, so that it is kept if a different file replaces it; it is
 * restored from there, or from the file that the earlier process left, as long as that only grew. Safe for use by
 * several threads.
 */
public final class CheckpointedOutputs {
    private static final int SMALL = 64 * 1024;
    private static final int BUFFER = 64 * 1024;
    /** The number of checkpoints whose files are kept after they were replaced. */
    private static final int REMEMBERED = 8;

    private record Known(InputStamp stamp, Sha256 sha256) {}

    private final RunDirectory directory;
    private final Clock clock;
    private final Map<String, Known> digests = new HashMap<>();
    private final Deque<Set<String>> linked = new ArrayDeque<>();

    public CheckpointedOutputs(RunDirectory directory, Clock clock) {
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
            removeOldLinks(saved);
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
        link(file, known.sha256().hex());
        return Files.size(file) + " " + known.sha256().hex();
    }

    private Path link(String sha256) {
        return directory.checkpoints().resolve("kept").resolve(sha256);
    }

    /** Where the file system has no second names, an output that is replaced cannot be restored. */
    private void link(Path file, String sha256) throws IOException {
        Path link = link(sha256);
        if (!Files.exists(link)) {
            Files.createDirectories(link.getParent());
            try {
                Files.createLink(link, file);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.deleteIfExists(link);
            }
        }
    }

    private void removeOldLinks(SortedMap<String, String> saved) throws IOException {
        Set<String> now = new HashSet<>();
        saved.values().forEach(output -> now.add(output.split(" ", 3)[1]));
        linked.addLast(now);
        if (linked.size() > REMEMBERED) {
            for (String sha256 : linked.removeFirst()) {
                if (linked.stream().noneMatch(later -> later.contains(sha256))) {
                    Files.deleteIfExists(link(sha256));
                }
            }
        }
    }

    /** Why the outputs cannot be put back to {@code saved}, if they cannot. */
    Optional<String> obstacle(SortedMap<String, String> saved) {
        try {
            for (Map.Entry<String, String> output : saved.entrySet()) {
                String[] parts = output.getValue().split(" ", 3);
                if (parts.length < 3 && source(output.getKey(), parts).isEmpty()) {
                    return Optional.of("the output \"" + output.getKey() + "\" is not what it was then");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A file that begins with the former content of the output. */
    private Optional<Path> source(String name, String[] parts) throws IOException {
        for (Path file : List.of(link(parts[1]), directory.keptOutputs().resolve(name))) {
            if (isPrefix(file, Long.parseLong(parts[0]), parts[1])) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean isPrefix(Path file, long length, String sha256) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < length) {
            return false;
        }
        MessageDigest digest = Sha256.algorithm();
        copy(file, length, digest::update);
        return Sha256.finish(digest).hex().equals(sha256);
    }

    /** Puts each output in place, and removes all others. */
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

    /** In place, so that a thread that has the file open to append continues there. */
    private void restore(Path file, String name, String saved) throws IOException {
        String[] parts = saved.split(" ", 3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            OutputStream out = Channels.newOutputStream(channel);
            if (parts.length == 3) {
                out.write(Base64.getDecoder().decode(parts[2]));
            } else {
                Path source = source(name, parts)
                        .orElseThrow(() -> new IOException("the output \"" + name + "\" is not what it was then"));
                copy(source, Long.parseLong(parts[0]), out::write);
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
