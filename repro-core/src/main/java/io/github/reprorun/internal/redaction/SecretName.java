package io.github.reprorun.internal.redaction;

import java.util.List;

/**
 * The names whose values are secrets: those that end in {@code password}, {@code token}, {@code api-key} and the like,
 * in any case and with any of {@code -}, {@code _} and {@code .} between their words, digits after them. Stateless,
 * hence safe for use by several threads.
 */
final class SecretName {
    private static final List<String> ENDINGS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "pwd",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "accesskeyid",
            "secretkey",
            "privatekey",
            "authkey",
            "authorization");

    private static final int LONGEST = 13;
    /** The maximum number of characters to look back, so that the time does not depend on the length of a name. */
    private static final int REACH = 3 * LONGEST;

    private SecretName() {}

    static boolean matches(String name) {
        return endsAt(name, 0, name.length());
    }

    /** Whether the part of {@code text} between {@code from} and {@code to} ends in such a name. */
    static boolean endsAt(String text, int from, int to) {
        int first = Math.max(from, to - REACH);
        int i = to - 1;
        while (i >= first && Ascii.isDigit(text.charAt(i))) {
            i--;
        }
        int end = i + 1;
        char[] letters = new char[LONGEST];
        int at = LONGEST;
        for (; i >= first && at > 0; i--) {
            char c = text.charAt(i);
            if (Ascii.isLetter(c)) {
                letters[--at] = (char) (c | 0x20);
            } else if (!isJoint(c)) {
                break;
            }
        }
        String last = new String(letters, at, LONGEST - at);
        return isSecret(last) || endsInWordPass(text, from, end);
    }

    private static boolean isSecret(String word) {
        for (String ending : ENDINGS) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** {@code pass} as a word of its own, as in {@code DB_PASS} and {@code pass:…}; not as in {@code bypass}. */
    private static boolean endsInWordPass(String text, int from, int to) {
        int start = to - 4;
        return start >= from
                && text.regionMatches(true, start, "pass", 0, 4)
                && (start == from || !Ascii.isLetter(text.charAt(start - 1)));
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '.';
    }
}
