package io.github.reprorun.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Puts the binary form of a key together. Confined to one thread. */
final class Encoding {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Encoding() {}

    static Encoding of() {
        return new Encoding();
    }

    Encoding hex(String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits));
        return this;
    }

    Encoding bytes(Octets octets) {
        out.writeBytes(octets.toArray());
        return this;
    }

    /** A {@code string} of RFC 4251, section 5: its length in four bytes, big-endian, and its bytes. */
    Encoding sshString(Octets octets) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(octets.size()).array());
        return bytes(octets);
    }

    Encoding sshString(String ascii) {
        return sshString(Octets.of(ascii.getBytes(StandardCharsets.US_ASCII)));
    }

    Octets octets() {
        return Octets.of(out.toByteArray());
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
