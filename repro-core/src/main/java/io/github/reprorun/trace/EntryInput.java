package io.github.reprorun.trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the fields of a header or an entry in turn, never beyond its end. Confined to one thread. */
final class EntryInput {
    /** In the place of an ordinal: this is the header. */
    static final long HEADER = -1;

    private final long ordinal;
    private final byte[] bytes;
    private final int end;
    private int at;

    EntryInput(long ordinal, byte[] bytes, int from, int end) {
        this.ordinal = ordinal;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int u8() throws Flaw {
        return bytes[take(1)] & 0xff;
    }

    int u16() throws Flaw {
        return LittleEndian.unsignedShort(bytes, take(2));
    }

    /** 32 bits of which the first is not used. */
    int u31(String what) throws Flaw {
        int value = LittleEndian.getInt(bytes, take(4));
        if (value < 0) {
            throw flaw(what + " below 2^31", Integer.toUnsignedString(value));
        }
        return value;
    }

    long u64() throws Flaw {
        return LittleEndian.getLong(bytes, take(8));
    }

    String text() throws Flaw {
        int length = u16();
        ByteBuffer utf8 = ByteBuffer.wrap(bytes, take(length), length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw flaw("a name in UTF-8", "other bytes");
        }
    }

    int remaining() {
        return end - at;
    }

    void end() throws Flaw {
        if (at != end) {
            throw flaw("no more fields", remaining() + " more bytes");
        }
    }

    Flaw flaw(String expected, String actual) {
        return ordinal == HEADER ? new Flaw("header", expected, actual) : Flaw.ofRecord(ordinal, expected, actual);
    }

    private int take(int count) throws Flaw {
        if (count > end - at) {
            throw flaw(count + " more bytes", (end - at) + " bytes");
        }
        int from = at;
        at += count;
        return from;
    }
}
