package io.github.reprorun.base.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file system's facts about one regular file, without reading it; follows links. Immutable, hence safe to share
 * between threads.
 *
 * @param size in bytes
 * @param key the key that distinguishes the file from every other, if the file system has one
 * @param modified when its content was last changed, which a program can set at will
 * @param changed when anything about it was last changed
 */
public record FileStamp(long size, @Nullable Object key, FileTime modified, FileTime changed) {
    /** Coarser than the clock of any file system in use with inode change times. */
    private static final Duration GRANULARITY = Duration.ofSeconds(2);

    /** The stamp of {@code path}, or empty if there is no regular file. */
    public static Optional<FileStamp> of(Path path) {
        try {
            BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
            return basic.isRegularFile()
                    ? Optional.of(new FileStamp(
                            basic.size(), basic.fileKey(), basic.lastModifiedTime(), changed(path, basic)))
                    : Optional.empty();
        } catch (IOException nothingThere) {
            return Optional.empty();
        }
    }

    private static FileTime changed(Path path, BasicFileAttributes basic) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (FileTime) Files.getAttribute(path, "unix:ctime")
                : basic.lastModifiedTime();
    }

    /**
     * Whether a file that had this stamp at {@code taken} would have a different one by now if its content had changed
     * since.
     */
    public boolean wasSettledAt(Instant taken) {
        Instant limit = taken.minus(GRANULARITY);
        return changed.toInstant().isBefore(limit) && modified.toInstant().isBefore(limit);
    }
}
