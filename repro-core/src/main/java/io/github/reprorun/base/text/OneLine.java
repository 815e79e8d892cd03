package io.github.reprorun.base.text;

/** Text made safe for one line of a log or a terminal. Stateless, hence safe for use by several threads. */
public final class OneLine {
    private OneLine() {}

    /** {@code text} with every control, format and line-separating character, and half a pair, as its Java escape. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (unprintable(c)) {
                        appendEscape(line, Character.toChars(c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        }
        return line.toString();
    }

    private static void appendEscape(StringBuilder line, char... units) {
        for (char unit : units) {
            String hex = Integer.toHexString(unit);
            line.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
        }
    }

    /** Of a surrogate, that is, half a pair: pairs are one code point. */
    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
