package io.github.reprorun.base.file;

import io.github.reprorun.failure.UsageException;

/** Names that every file system can hold as they are: of runs and of declared inputs. Stateless. */
public final class PlainName {
    private static final int LONGEST = 100;

    private PlainName() {}

    /**
     * Requires that {@code name} is a plain name.
     *
     * @param subject the thing that it names, for the message
     * @throws UsageException if it is not 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with a letter or a digit
     */
    public static void require(String subject, String name) {
        if (!isPlain(name)) {
            throw new UsageException(
                    subject,
                    "\"" + name + "\" is not a name of 1 to 100 ASCII letters, digits, '.', '_' and '-', beginning with"
                            + " a letter or a digit");
        }
    }

    private static boolean isPlain(String text) {
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
