package io.github.reprorun.signing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A reader of the Distinguished Encoding Rules (X.690, section 10) and of nothing laxer: one length has one encoding, one
 * integer has one encoding. Confined to one thread.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int LONGEST = 1 << 16;

    private final byte[] bytes;
    private final int end;
    private int position;

    private Der(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    static Der of(byte[] bytes) {
        return new Der(bytes, 0, bytes.length);
    }

    /** The tag of a constructed element with the context-specific number {@code number}. */
    static int constructed(int number) {
        return 0xa0 | number;
    }

    /** The tag of a primitive element with the context-specific number {@code number}. */
    static int primitive(int number) {
        return 0x80 | number;
    }

    /** Whether the next element has {@code tag}. */
    boolean next(int tag) {
        return position < end && (bytes[position] & 0xff) == tag;
    }

    boolean atEnd() {
        return position == end;
    }

    void requireEnd() throws MalformedException {
        if (!atEnd()) {
            throw new MalformedException("goes on after the end of its DER encoding");
        }
    }

    /** Enters the next element, which must have {@code tag}; this reader continues after it. */
    Der enter(int tag) throws MalformedException {
        if (!next(tag)) {
            throw new MalformedException(
                    "is not DER: expected tag 0x" + HexFormat.of().toHexDigits((byte) tag) + " at byte " + position);
        }
        position++;
        int length = length();
        if (length > end - position) {
            throw new MalformedException("is cut short: an element of " + length + " bytes has " + (end - position));
        }
        Der content = new Der(bytes, position, position + length);
        position += length;
        return content;
    }

    /** The content of the next element, which must have {@code tag}. */
    byte[] content(int tag) throws MalformedException {
        Der element = enter(tag);
        return Arrays.copyOfRange(bytes, element.position, element.end);
    }

    /** The next element, an integer that is not negative. */
    BigInteger natural() throws MalformedException {
        byte[] content = content(INTEGER);
        if (content.length == 0) {
            throw new MalformedException("is not DER: an integer has no content");
        }
        if (content[0] < 0) {
            throw new MalformedException("has a negative integer");
        }
        if (content.length > 1 && content[0] == 0 && content[1] >= 0) {
            throw new MalformedException("is not DER: an integer has a superfluous leading zero");
        }
        return new BigInteger(content);
    }

    /** The next element, a bit string of whole bytes. */
    byte[] bits(int tag) throws MalformedException {
        byte[] content = content(tag);
        if (content.length == 0 || content[0] != 0) {
            throw new MalformedException("is not DER: a bit string is not of whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    private int length() throws MalformedException {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int octets = first & 0x7f; octets > 0 && length < LONGEST; octets--) {
            length = length << 8 | octet();
            if (length == 0) {
                throw new MalformedException("is not DER: a length has a superfluous leading zero");
            }
        }
        if (length < 0x80 || length >= LONGEST) {
            throw new MalformedException("is not DER: a length is not in its shortest form, or beyond " + LONGEST);
        }
        return length;
    }

    private int octet() throws MalformedException {
        if (atEnd()) {
            throw new MalformedException("is cut short");
        }
        return bytes[position++] & 0xff;
    }
}
