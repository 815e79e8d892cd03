package io.github.reprorun.trace;

import io.github.reprorun.evidence.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The SHA-256 chain through a trace: each link is the digest of the link before it and the bytes since. Confined to one
 * thread.
 */
final class Chain {
    /** Bytes of a link. */
    static final int LINK = 32;

    private final MessageDigest sha256 = Sha256.algorithm();
    private final byte[] result = new byte[LINK];

    /** The first link, over a header; valid until the next call. */
    byte[] link(byte[] bytes, int length) {
        return finish(bytes, length);
    }

    /** The link after {@code previous}, which lies at {@code at}, over the first {@code length} of {@code bytes}; valid until the next call. */
    byte[] link(byte[] previous, int at, byte[] bytes, int length) {
        sha256.update(previous, at, LINK);
        return finish(bytes, length);
    }

    private byte[] finish(byte[] bytes, int length) {
        sha256.update(bytes, 0, length);
        try {
            sha256.digest(result, 0, LINK);
        } catch (DigestException e) {
            throw new AssertionError("a SHA-256 is 32 bytes long", e);
        }
        return result;
    }

    static boolean same(byte[] expected, byte[] bytes, int at) {
        return Arrays.equals(expected, 0, LINK, bytes, at, at + LINK);
    }

    /** Refuses {@code place} unless {@code expected} is what stands at {@code at}. */
    static void require(String place, byte[] expected, byte[] bytes, int at) throws Flaw {
        if (!same(expected, bytes, at)) {
            throw new Flaw(place, "chain head " + hex(expected, 0), hex(bytes, at));
        }
    }

    static String hex(byte[] bytes, int at) {
        return HexFormat.of().formatHex(bytes, at, at + LINK);
    }
}
