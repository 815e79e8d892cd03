package io.github.reprorun.internal.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds values that are secret by their name, in running text. Also examines text within a value that looks like a
 * name. Confined to one call.
 */
final class NamedSecrets {
    private static final String SPACES = " \t";
    private static final String QUOTES = "\"'\\";
    /** The words that may stand between {@code Authorization:} and its secret. */
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:basic|bearer|digest|token|negotiate)[ \\t]{1,8}");

    private final Spans spans;
    private final String text;
    /** The start of the current word, and the position of the last separator. */
    private int word;

    private int separator = -1;

    private NamedSecrets(Spans spans) {
        this.spans = spans;
        this.text = spans.text();
    }

    static void find(Spans spans) {
        new NamedSecrets(spans).find();
    }

    private void find() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':') {
                if (isNamed(i)) {
                    addValue(Ascii.skip(text, i + 1, "=:>" + SPACES));
                }
                separator = i;
            } else if (Ascii.isBlank(c) || c == ',') {
                int value = isFlag(i) ? Ascii.skip(text, i, ",\r\n" + SPACES) : -1;
                if (value >= 0 && !text.startsWith("--", value)) {
                    addValue(value);
                }
                word = i + 1;
            }
        }
    }

    /** Whether the name before the separator, perhaps in quotes, names a secret. */
    private boolean isNamed(int at) {
        int end = skipBack(skipBack(at, SPACES), QUOTES);
        return SecretName.endsAt(text, separator + 1, end);
    }

    private int skipBack(int from, String skipped) {
        int i = from;
        while (i > separator + 1 && skipped.indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i;
    }

    /** Whether the word that ends before {@code to} is an option such as {@code --token}. */
    private boolean isFlag(int to) {
        int end = to;
        while (end > word && QUOTES.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > word && isOptionPart(text.charAt(start - 1))) {
            start--;
        }
        return end - start > 1 && text.charAt(start) == '-' && SecretName.endsAt(text, start, end);
    }

    private void addValue(int from) {
        int quote = Ascii.skip(text, from, "\\");
        if (quote < text.length() && QUOTES.indexOf(text.charAt(quote)) >= 0) {
            spans.add(quote + 1, endOfQuoted(from, quote));
        } else {
            Matcher scheme = SCHEME.matcher(text).region(from, text.length());
            spans.add(from, spans.endOfWord(scheme.lookingAt() ? scheme.end() : from));
        }
    }

    /** An escaped quote ends a value that began with one; otherwise an escaped quote is part of the value. */
    private int endOfQuoted(int from, int quote) {
        if (quote > from) {
            int close = text.indexOf("\\" + text.charAt(quote), quote + 1);
            return close < 0 ? text.length() : close;
        }
        int end = quote + 1;
        while (end < text.length() && text.charAt(end) != text.charAt(quote)) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private static boolean isOptionPart(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-' || c == '_' || c == '.';
    }
}
