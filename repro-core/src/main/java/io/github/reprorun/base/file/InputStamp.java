package io.github.reprorun.base.file;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The file system's facts about an input, without reading it: size, times, and if there is one the inode and the time
 * of its last change. If the stamp is unchanged and old enough, the content is unchanged; git uses the same rule for
 * its index.
 *
 * @param facts digest over the facts of every file, in the order of names
 * @param newest the latest time of change among them
 * @param taken when the stamp was taken
 */
public record InputStamp(Sha256 facts, Instant newest, Instant taken) {
    /** Coarser than the clock of any file system in use with inode change times. */
    private static final Duration GRANULARITY = Duration.ofSeconds(2);

    public static InputStamp of(Path path, Clock clock) {
        MessageDigest facts = Sha256.algorithm();
        Instant newest = Instant.MIN;
        Instant taken = clock.instant();
        try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Instant changed = changed(file, attributes);
                newest = changed.isAfter(newest) ? changed : newest;
                String line = path.relativize(file) + "\0" + attributes.size() + "\0" + attributes.fileKey() + "\0"
                        + attributes.lastModifiedTime().toInstant() + "\0" + changed + "\n";
                facts.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(path.toString(), "cannot be read (" + e + ")", e);
        }
        return new InputStamp(Sha256.finish(facts), newest, taken);
    }

    private static Instant changed(Path file, BasicFileAttributes attributes) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        }
        return attributes.lastModifiedTime().toInstant();
    }

    /**
     * Whether {@code path} still has this stamp, and has had it long enough that a later change would have given it a
     * different one.
     */
    public boolean isCertainlyThatOf(Path path, Clock clock) {
        return newest.isBefore(taken.minus(GRANULARITY))
                && of(path, clock).facts().equals(facts);
    }
}
