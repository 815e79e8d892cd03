package io.github.reprorun.base.file;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The content of one regular file, as a digest. Immutable, hence safe to share between threads.
 *
 * @param sha256 digest of the file's bytes
 * @param size the number of bytes that were digested
 */
public record FileDigest(Sha256 sha256, long size) {
    private static final int BUFFER = 256 * 1024;

    /**
     * Reads {@code file} once, streaming; never maps it into memory, since the JVM dies if a mapped file is truncated.
     *
     * @throws IOException if it cannot be read
     */
    public static FileDigest of(Path file) throws IOException {
        MessageDigest sha256 = Sha256.algorithm();
        try (InputStream in = Files.newInputStream(file)) {
            long size = update(sha256, in, new byte[BUFFER]);
            return new FileDigest(Sha256.finish(sha256), size);
        }
    }

    /** Feeds the rest of {@code in} to {@code sha256} through {@code buffer}; returns its size in bytes. */
    static long update(MessageDigest sha256, InputStream in, byte[] buffer) throws IOException {
        long size = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha256.update(buffer, 0, n);
            size += n;
        }
        return size;
    }
}
