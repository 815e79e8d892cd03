package io.github.reprorun.trace;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Where an entry is put together before it is written. Reused, growing to the largest; confined to one thread. */
final class EntryBuffer {
    static final int NETWORK = 1;
    static final int STEP = 2;
    static final int SEAL = 3;
    /** Kind and length. */
    static final int FRAME = 4;
    /** The CRC-32C at the end. */
    static final int CHECK = 4;

    static final int MAX_LENGTH = 0xff_ffff;

    private final CRC32C check = new CRC32C();
    private final byte[] ordinalBytes = new byte[Long.BYTES];
    private byte[] bytes = new byte[256];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    EntryBuffer begin() {
        length = 0;
        return this;
    }

    EntryBuffer beginEntry() {
        length = FRAME;
        return this;
    }

    /** Completes the entry that {@link #beginEntry} began with its frame and its check. */
    EntryBuffer endEntry(int kind, long ordinal) {
        int whole = length + CHECK;
        if (whole > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an entry of a trace is at most " + MAX_LENGTH + " bytes long, and this one would be " + whole);
        }
        LittleEndian.putInt(bytes, 0, kind | whole << 8);
        return u32(check(check, ordinalBytes, ordinal, bytes, 0, length));
    }

    /** The check of an entry: CRC-32C over its ordinal, eight bytes, and its bytes up to the check. */
    static int check(CRC32C crc, byte[] ordinalBytes, long ordinal, byte[] bytes, int from, int length) {
        LittleEndian.putLong(ordinalBytes, 0, ordinal);
        crc.reset();
        crc.update(ordinalBytes, 0, Long.BYTES);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    EntryBuffer u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    EntryBuffer u16(int value) {
        room(2);
        LittleEndian.putShort(bytes, length, value);
        length += 2;
        return this;
    }

    EntryBuffer u32(int value) {
        room(4);
        LittleEndian.putInt(bytes, length, value);
        length += 4;
        return this;
    }

    EntryBuffer u64(long value) {
        room(8);
        LittleEndian.putLong(bytes, length, value);
        length += 8;
        return this;
    }

    EntryBuffer raw(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** A length of 16 bits and the UTF-8 encoding. */
    EntryBuffer text(String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the name \"" + text + "\" is not Unicode text", e);
        }
        if (utf8.remaining() > 0xffff) {
            throw new IllegalArgumentException(
                    "a name in a trace is at most 65535 bytes of UTF-8, not " + utf8.remaining());
        }
        u16(utf8.remaining());
        return raw(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining());
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
