package io.github.reprorun.signing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;

/** Bytes that nobody can change, compared by content. Immutable, hence safe to share between threads. */
final class Octets {
    private static final int QUANTUM = 4;

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /**
     * The {@code length} bytes of {@code source} from {@code from} on, decoded from base64: standard alphabet, padded,
     * no unused bit set (RFC 4648, sections 3.2, 3.5 and 4).
     */
    static Octets ofBase64(byte[] source, int from, int length) throws MalformedException {
        byte[] decoded;
        try {
            ByteBuffer buffer = Base64.getDecoder().decode(ByteBuffer.wrap(source, from, length));
            decoded = new byte[buffer.remaining()];
            buffer.get(decoded);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("is not base64");
        }
        if (!padded(source, from + length, length, decoded)) {
            throw new MalformedException("is not base64 in canonical form (RFC 4648, sections 3.2 and 3.5)");
        }
        return new Octets(decoded);
    }

    /** Whether the last four of the {@code length} characters before {@code end} are what an encoder writes. */
    private static boolean padded(byte[] source, int end, int length, byte[] decoded) {
        if (length == 0 || length % QUANTUM != 0) {
            return length == 0;
        }
        byte[] last = Arrays.copyOfRange(decoded, (length / QUANTUM - 1) * 3, decoded.length);
        return Arrays.equals(Base64.getEncoder().encode(last), Arrays.copyOfRange(source, end - QUANTUM, end));
    }

    int size() {
        return bytes.length;
    }

    /** A copy of the content. */
    byte[] toArray() {
        return bytes.clone();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    void feed(Signature signature) throws SignatureException {
        signature.update(bytes);
    }

    /** Standard base64 with padding, in ASCII. */
    byte[] base64() {
        return Base64.getEncoder().encode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The size alone: the content may be secret. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
