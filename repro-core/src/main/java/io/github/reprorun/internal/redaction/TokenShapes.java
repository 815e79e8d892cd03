package io.github.reprorun.internal.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets by their shape. Every shape begins with fixed text and is possessive, so that no text is scanned many
 * times. Stateless, hence safe for use by several threads.
 */
final class TokenShapes {
    /**
     * The look-ahead lists the first letters of these shapes: it skips the rest of a text quickly, which matters at the
     * start of a JVM.
     */
    private static final Pattern KEYS = Pattern.compile("(?=[Aghnsx])(?:"
            + String.join(
                    "|",
                    "(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA)[A-Z0-9]{16,}+", // Amazon Web Services
                    "gh[pousr]_[A-Za-z0-9]{16,}+", // GitHub
                    "github_pat_[A-Za-z0-9_]{16,}+",
                    "glpat-[A-Za-z0-9_-]{16,}+", // GitLab
                    "xox[a-z]-[A-Za-z0-9-]{8,}+", // Slack
                    "AIza[A-Za-z0-9_-]{30,}+", // Google
                    "(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}+", // Hugging Face
                    "(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}+", // OpenAI and others
                    "(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}+")
            + ")");

    private static final Pattern BEARER = Pattern.compile("(?i)bearer[ \\t]++");

    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    private static final String PEM_DASHES = "-----";

    /** The start of a JSON object in base64, and so of a JSON web token. */
    private static final String WEB_TOKEN = "eyJ";

    private TokenShapes() {}

    static void find(Spans spans) {
        findPem(spans);
        findWebTokens(spans);
        for (Matcher key = KEYS.matcher(spans.text()); key.find(); ) {
            spans.add(key.start(), key.end());
        }
        for (Matcher bearer = BEARER.matcher(spans.text()); bearer.find(); ) {
            spans.add(bearer.end(), spans.endOfWord(bearer.end()));
        }
    }

    /** A block without an end extends to the end of the text. */
    private static void findPem(Spans spans) {
        String text = spans.text();
        int begin = text.indexOf(PEM_BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(PEM_END, begin);
            int dashes = end < 0 ? -1 : text.indexOf(PEM_DASHES, end + PEM_END.length());
            int after = dashes < 0 ? text.length() : dashes + PEM_DASHES.length();
            spans.add(begin, after);
            begin = text.indexOf(PEM_BEGIN, after);
        }
    }

    private static void findWebTokens(Spans spans) {
        String text = spans.text();
        int begin = text.indexOf(WEB_TOKEN);
        while (begin >= 0) {
            int end = endOfPart(text, begin);
            if (end < text.length() && text.charAt(end) == '.' && isHeader(text.substring(begin, end))) {
                while (end < text.length() && text.charAt(end) == '.') {
                    end = endOfPart(text, end + 1);
                }
                spans.add(begin, end);
            }
            begin = text.indexOf(WEB_TOKEN, end);
        }
    }

    private static int endOfPart(String text, int from) {
        int end = from;
        while (end < text.length() && isBase64Url(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Every header of a JSON web token names its algorithm (RFC 7515, 4.1.1; RFC 7516, 4.1.1). */
    private static boolean isHeader(String part) {
        int whole = part.length() % 4 == 1 ? part.length() - 1 : part.length();
        byte[] json = Base64.getUrlDecoder().decode(part.substring(0, whole));
        return new String(json, StandardCharsets.ISO_8859_1).contains("\"alg\"");
    }

    private static boolean isBase64Url(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-' || c == '_';
    }
}
