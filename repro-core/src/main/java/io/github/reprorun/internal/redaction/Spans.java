package io.github.reprorun.internal.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of one text that are secrets, as the scanners find them. Each scanner reads the whole text, so that a value
 * found by one cannot hide a find of another. Confined to one thread.
 */
final class Spans {
    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private int startOfWord;
    private int endOfWord = -1;

    Spans(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Adds the characters from {@code from} to before {@code to}; none if that is not part of the text. */
    void add(int from, int to) {
        if (from < to) {
            spans.add(new Span(from, to));
        }
    }

    /**
     * The first index from {@code from} on that holds a space or a control character; the length if there is none.
     * Reads no word twice if the arguments of successive calls grow.
     */
    int endOfWord(int from) {
        if (from < startOfWord || from > endOfWord) {
            startOfWord = from;
            endOfWord = from;
            while (endOfWord < text.length() && !Ascii.isBlank(text.charAt(endOfWord))) {
                endOfWord++;
            }
        }
        return endOfWord;
    }

    /** The text with each secret replaced by one {@code mark}. */
    String mask(String mark) {
        if (spans.isEmpty()) {
            return text;
        }
        spans.sort(Comparator.comparingInt(Span::from));
        StringBuilder masked = new StringBuilder(text.length());
        int done = -1;
        for (Span span : spans) {
            if (span.from > done) {
                masked.append(text, Math.max(done, 0), span.from).append(mark);
            }
            done = Math.max(done, span.to);
        }
        return masked.append(text, done, text.length()).toString();
    }

    private record Span(int from, int to) {}
}
