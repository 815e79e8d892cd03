package io.github.reprorun.internal.redaction;

/** Classes of ASCII characters, whatever the locale. Stateless, hence safe for use by several threads. */
final class Ascii {
    private Ascii() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether {@code c} is a space or a control character. */
    static boolean isBlank(char c) {
        return c <= ' ';
    }

    /** The first index from {@code from} on whose character is none of {@code skipped}; the length if there is none. */
    static int skip(String text, int from, String skipped) {
        int i = from;
        while (i < text.length() && skipped.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}
