package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that a program opened, as it was at that time. Safe for use by several threads: each waits until the file is
 * digested.
 */
final class ObservedFile {
    private final Path path;
    private @Nullable FileStamp stamp;
    private @Nullable Instant taken;
    private @Nullable FileDigest digest;

    ObservedFile(Path path) {
        this.path = path;
    }

    /**
     * Digests the file now, if that was not done before. Empty if it is not a regular file or cannot be read, in which
     * case the program cannot read it either.
     */
    synchronized Optional<FileDigest> digest(Clock clock) {
        if (taken == null) {
            taken = clock.instant();
            stamp = FileStamp.of(path).orElse(null);
            if (stamp != null) {
                try {
                    digest = FileDigest.of(path);
                } catch (IOException unreadable) {
                    stamp = null;
                }
            }
        }
        return Optional.ofNullable(digest);
    }

    /** A description of the file's present content, if it has changed. */
    synchronized Optional<String> change() {
        if (digest == null || stamp == null || taken == null) {
            return Optional.empty();
        }
        Optional<FileStamp> now = FileStamp.of(path);
        if (now.isEmpty()) {
            return Optional.of("is gone at the end of the run");
        }
        if (now.get().equals(stamp) && stamp.wasSettledAt(taken)) {
            return Optional.empty();
        }
        try {
            FileDigest after = FileDigest.of(path);
            return after.equals(digest)
                    ? Optional.empty()
                    : Optional.of("had the digest " + digest.sha256() + " when the program opened it, has "
                            + after.sha256() + " at the end of the run");
        } catch (IOException e) {
            return Optional.of("cannot be read at the end of the run (" + e + ")");
        }
    }
}
