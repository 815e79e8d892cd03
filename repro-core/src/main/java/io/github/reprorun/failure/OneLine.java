package io.github.reprorun.failure;

/** Text made safe for one line of a log or a terminal. Stateless, hence safe for use by several threads. */
public final class OneLine {
    private OneLine() {}

    /** Returns {@code text} with every control, format and line-separating character replaced by its Java escape. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (unprintable(c)) {
                        line.append("\\u");
                        String hex = Integer.toHexString(c);
                        line.append("0".repeat(4 - hex.length())).append(hex);
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }

    private static boolean unprintable(char c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
