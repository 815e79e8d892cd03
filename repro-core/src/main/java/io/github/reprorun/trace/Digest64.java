package io.github.reprorun.trace;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A 64-bit digest of bytes in memory: the CRC-32 (ISO 3309) in the upper half, the CRC-32C (RFC 3720) in the lower. It
 * finds an accidental difference and is not a defence against an adversary: it is linear, and collisions are easy to
 * make.
 *
 * <p>Direct buffers are read where they are, without a copy on the heap, and nothing is allocated after construction. An
 * instance is reused by {@link #reset} and confined to one thread.
 */
public final class Digest64 {
    /** So small that the second checksum finds in a cache what the first one read, so large that calls cost little. */
    private static final int BLOCK = 64 * 1024;

    private final CRC32 upper = new CRC32();
    private final CRC32C lower = new CRC32C();
    private final byte[] word = new byte[Long.BYTES];

    /** The digest of the remaining bytes of {@code chunks}, one after the other, as {@link #update(ByteBuffer)} reads them. */
    public static long of(ByteBuffer... chunks) {
        Digest64 digest = new Digest64();
        for (ByteBuffer chunk : chunks) {
            digest.update(chunk);
        }
        return digest.value();
    }

    /** {@code digest} as 16 lower-case hexadecimal digits. */
    public static String hex(long digest) {
        return HexFormat.of().toHexDigits(digest);
    }

    /**
     * Takes in the bytes between {@code chunk}'s position and its limit, which this moves, and restores before it
     * returns. Data beyond 2 GiB comes as several chunks; how it is cut does not matter.
     *
     * @return this digest
     */
    public Digest64 update(ByteBuffer chunk) {
        int start = chunk.position();
        int end = chunk.limit();
        for (int from = start; from < end; ) {
            int to = end - from > BLOCK ? from + BLOCK : end;
            chunk.limit(to);
            chunk.position(from);
            upper.update(chunk);
            chunk.position(from);
            lower.update(chunk);
            from = to;
        }
        chunk.limit(end);
        chunk.position(start);
        return this;
    }

    /**
     * Takes in {@code value} as eight bytes, little-endian: for a shape, a length or a generator's state.
     *
     * @return this digest
     */
    public Digest64 update(long value) {
        LittleEndian.putLong(word, 0, value);
        upper.update(word, 0, Long.BYTES);
        lower.update(word, 0, Long.BYTES);
        return this;
    }

    /** The digest of what was taken in since construction or {@link #reset}; more can follow. */
    public long value() {
        return upper.getValue() << Integer.SIZE | lower.getValue();
    }

    /**
     * Forgets what was taken in.
     *
     * @return this digest
     */
    public Digest64 reset() {
        upper.reset();
        lower.reset();
        return this;
    }
}
