package io.github.reprorun.base.text;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Commands that a message tells the user to type. Stateless. */
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,\\\\-]+");

    private Shell() {}

    /** {@code path} as one word of a POSIX shell. */
    public static String word(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
