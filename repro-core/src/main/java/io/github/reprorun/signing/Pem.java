package io.github.reprorun.signing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One block of textual encoding (RFC 7468). Immutable, hence safe to share between threads.
 *
 * @param label what the block says it holds, such as {@code PRIVATE KEY}
 * @param content the bytes that its base64 stands for
 */
record Pem(String label, Octets content) {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([ -,.-~]{1,64})-----");
    private static final int LINE = 64;

    /** The labels of all blocks that begin in {@code text}, in order. */
    static List<String> labels(byte[] text) {
        return BEGIN.matcher(new String(text, StandardCharsets.US_ASCII))
                .results()
                .map(begin -> begin.group(1))
                .toList();
    }

    /** Reads the one block {@code text} consists of; lines may end in CRLF, and in spaces. */
    static Pem parse(byte[] text) throws MalformedException {
        List<String> lines = new String(text, StandardCharsets.US_ASCII)
                .lines()
                .map(String::stripTrailing)
                .dropWhile(String::isEmpty)
                .toList();
        List<String> labels = labels(text);
        if (labels.isEmpty()) {
            throw new MalformedException("is not a PEM file: it has no line -----BEGIN ...-----");
        }
        String label = labels.get(0);
        int last = lines.indexOf("-----END " + label + "-----");
        if (!lines.get(0).equals("-----BEGIN " + label + "-----")) {
            throw new MalformedException("has text before its PEM block");
        }
        if (last < 0) {
            throw new MalformedException("is cut short: its PEM block has no line -----END " + label + "-----");
        }
        if (!lines.subList(last + 1, lines.size()).stream().allMatch(String::isEmpty)) {
            throw new MalformedException("has text after its PEM block");
        }
        byte[] base64 = String.join("", lines.subList(1, last)).getBytes(StandardCharsets.US_ASCII);
        try {
            return new Pem(label, Octets.ofBase64(base64, 0, base64.length));
        } catch (MalformedException e) {
            throw new MalformedException("has a PEM block whose content " + e.problem());
        }
    }

    /** The block as openssl writes it: lines of 64 characters, each ended by LF. */
    String text() {
        StringBuilder text = new StringBuilder("-----BEGIN " + label + "-----\n");
        String base64 = new String(content.base64(), StandardCharsets.US_ASCII);
        for (int from = 0; from < base64.length(); from += LINE) {
            text.append(base64, from, Math.min(base64.length(), from + LINE)).append('\n');
        }
        return text.append("-----END ").append(label).append("-----\n").toString();
    }

    /** The label alone: the content may be secret. */
    @Override
    public String toString() {
        return "PEM " + label;
    }
}
