package io.github.reprorun.manifest;

import io.github.reprorun.failure.UsageException;

/** The names that need no quoting anywhere: in paths, properties, command lines. Stateless. */
public final class PlainName {
    private static final int LONGEST = 100;

    private PlainName() {}

    /**
     * Passes only {@code name}s of 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit.
     *
     * @param subject what is to have the name, for messages
     * @throws UsageException if it is none
     */
    public static void require(String subject, String name) {
        if (!isName(name)) {
            throw new UsageException(
                    subject,
                    "\"" + name + "\" is not a name of 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with"
                            + " a letter or a digit");
        }
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (i == 0 || "._-".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }
}
