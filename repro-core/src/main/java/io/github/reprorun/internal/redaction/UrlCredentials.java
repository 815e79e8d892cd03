package io.github.reprorun.internal.redaction;

import java.util.Locale;

/**
 * Finds the user part of URLs: all of it if it holds a password, and always with the scheme of HTTP, because there a
 * user alone may be a token. {@code ssh://git@host} stays. Looks at each word of the text once. Confined to one call.
 */
final class UrlCredentials {
    private static final String SCHEME_END = "://";

    private final Spans spans;
    private final String text;
    /** The end of the current word, and the last {@code @} in it. */
    private int endOfWord;

    private int lastAt;

    private UrlCredentials(Spans spans) {
        this.spans = spans;
        this.text = spans.text();
    }

    static void find(Spans spans) {
        new UrlCredentials(spans).find();
    }

    private void find() {
        int scheme = text.indexOf(SCHEME_END);
        while (scheme >= 0) {
            int authority = scheme + SCHEME_END.length();
            readWord(authority);
            int end = endOfUser(authority);
            if (end > authority && isSecret(scheme, authority, end)) {
                spans.add(authority, end);
            }
            scheme = text.indexOf(SCHEME_END, Math.max(authority, end));
        }
    }

    private void readWord(int from) {
        if (from < endOfWord) {
            return;
        }
        lastAt = -1;
        for (endOfWord = from; endOfWord < text.length() && !Ascii.isBlank(text.charAt(endOfWord)); endOfWord++) {
            lastAt = text.charAt(endOfWord) == '@' ? endOfWord : lastAt;
        }
    }

    /**
     * The last {@code @} before the path; or in the whole word if there is a colon before the path, since a password
     * with a slash may follow the colon.
     */
    private int endOfUser(int from) {
        int user = -1;
        boolean colon = false;
        int i = from;
        for (; i < lastAt && "/?#".indexOf(text.charAt(i)) < 0; i++) {
            user = text.charAt(i) == '@' ? i : user;
            colon |= text.charAt(i) == ':';
        }
        return i >= lastAt || colon ? lastAt : user;
    }

    private boolean isSecret(int scheme, int from, int to) {
        String name = text.substring(Math.max(0, scheme - 5), scheme).toLowerCase(Locale.ROOT);
        return name.endsWith("http")
                || name.endsWith("https")
                || text.substring(from, to).indexOf(':') >= 0;
    }
}
