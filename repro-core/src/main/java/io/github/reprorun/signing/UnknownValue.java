package io.github.reprorun.signing;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Goes over a JSON value whose meaning this version does not know, and holds it to the one form of an envelope: ASCII,
 * two spaces of indent for each level, one member or entry a line, escapes only where they are needed, no name twice, no
 * half of a surrogate pair, which JSON parsers read in different ways (RFC 8259, section 8.2). It makes nothing of what it
 * passes over. Confined to one thread.
 */
final class UnknownValue {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;
    private static final String INDENT = "  ";
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    private static final Set<String> SHORT_ESCAPES = Set.of("0008", "0009", "000A", "000C", "000D", "0022", "005C");

    private final byte[] content;
    private int position;

    UnknownValue(byte[] content, int position) {
        this.content = content;
        this.position = position;
    }

    /** The end of the value that was passed over. */
    int position() {
        return position;
    }

    /**
     * Passes over a value.
     *
     * @param indent that of the line in which the value begins
     * @return the value as it is written
     * @throws MalformedException if it is not a value in this form
     */
    String value(String indent) throws MalformedException {
        int start = position;
        pass(indent, 0);
        return new String(content, start, position - start, StandardCharsets.US_ASCII);
    }

    private void pass(String indent, int depth) throws MalformedException {
        if (depth > DEEPEST) {
            throw malformed("is nested more than " + DEEPEST + " deep");
        }
        switch (peek()) {
            case '"' -> string();
            case '{' -> object(indent, depth);
            case '[' -> array(indent, depth);
            default -> literal();
        }
    }

    private void object(String indent, int depth) throws MalformedException {
        position++;
        Set<String> names = new HashSet<>();
        while (item(indent, '}', names.isEmpty())) {
            if (!names.add(string())) {
                throw malformed("has a name twice");
            }
            expect(": ");
            pass(indent + INDENT, depth + 1);
        }
    }

    private void array(String indent, int depth) throws MalformedException {
        position++;
        boolean first = true;
        while (item(indent, ']', first)) {
            pass(indent + INDENT, depth + 1);
            first = false;
        }
    }

    /** Whether there is another member or entry, which is next then; if not, the end has been passed. */
    private boolean item(String indent, char end, boolean first) throws MalformedException {
        if (first ? peek() == end : peek() != ',') {
            expect(first ? String.valueOf(end) : "\n" + indent + end);
            return false;
        }
        expect((first ? "" : ",") + "\n" + indent + INDENT);
        return true;
    }

    /** A string and its quotes; returns what is between them. */
    String string() throws MalformedException {
        expect("\"");
        int start = position;
        while (peek() != '"') {
            char c = peek();
            position++;
            if (c == '\\') {
                character();
            } else if (c < ' ' || c > 0x7F) {
                throw malformed("has a character that is not escaped");
            }
        }
        position++;
        return new String(content, start, position - 1 - start, StandardCharsets.US_ASCII);
    }

    /** The rest of a character whose first backslash has been passed: an escape, or the two of a surrogate pair. */
    private void character() throws MalformedException {
        char first = escape();
        if (Character.isHighSurrogate(first)) {
            if (peek() != '\\') {
                throw halfPair();
            }
            position++;
            if (!Character.isLowSurrogate(escape())) {
                throw halfPair();
            }
        } else if (Character.isLowSurrogate(first)) {
            throw halfPair();
        }
    }

    private MalformedException halfPair() {
        return malformed("has half a surrogate pair");
    }

    /** Passes over the rest of an escape; returns the UTF-16 unit that it stands for, or the letter of a short one. */
    private char escape() throws MalformedException {
        char c = peek();
        position++;
        if (c != 'u') {
            if ("\"\\bfnrt".indexOf(c) < 0) {
                throw malformed("has an escape that is not needed");
            }
            return c;
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 4; i++, position++) {
            hex.append(peek());
        }
        String code = hex.toString();
        boolean needed = code.matches("[0-9A-F]{4}")
                && !SHORT_ESCAPES.contains(code)
                && (code.compareTo("0020") < 0 || code.compareTo("007F") > 0);
        if (!needed) {
            throw malformed("has an escape that is not needed");
        }
        return (char) Integer.parseInt(code, 16);
    }

    private void literal() throws MalformedException {
        int start = position;
        while (position < content.length && content[position] != ',' && content[position] != '\n') {
            position++;
        }
        int length = Math.min(position - start, LONGEST_NUMBER + 1);
        String text = new String(content, start, length, StandardCharsets.ISO_8859_1);
        boolean number = length <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
        if (!(number && Double.isFinite(Double.parseDouble(text)))
                && !WORD.matcher(text).matches()) {
            throw malformed("is not JSON");
        }
    }

    private void expect(String text) throws MalformedException {
        for (int i = 0; i < text.length(); i++, position++) {
            if (peek() != text.charAt(i)) {
                throw malformed("is not JSON in this form");
            }
        }
    }

    private char peek() throws MalformedException {
        if (position >= content.length) {
            throw malformed("has no end");
        }
        return (char) (content[position] & 0xFF);
    }

    private MalformedException malformed(String problem) {
        return new MalformedException(problem + " at byte " + Math.min(position, content.length));
    }
}
