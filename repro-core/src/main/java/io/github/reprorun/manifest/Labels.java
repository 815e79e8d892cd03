package io.github.reprorun.manifest;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that people give a run: name to text, such as {@code team} to {@code fraud}. No result depends on it.
 * Immutable, hence safe to share between threads.
 *
 * @param texts by name; at most {@value #MAXIMUM_COUNT}, each of at most {@value #MAXIMUM_LENGTH} characters
 */
public record Labels(SortedMap<String, String> texts) {
    /** How many labels a run can have. */
    public static final int MAXIMUM_COUNT = 64;

    /** How long the text of a label can be, in UTF-16 code units. */
    public static final int MAXIMUM_LENGTH = 1000;

    /** No label. */
    public static final Labels NONE = new Labels(Collections.emptySortedMap());

    /**
     * Copies what it is given.
     *
     * @throws UsageException if a name is not plain (1 to 100 ASCII letters, digits, '.', '_' and '-'), a text is too long,
     *     has a control character or half a surrogate pair, or there are too many
     */
    public Labels {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        if (texts.size() > MAXIMUM_COUNT) {
            throw new UsageException("labels", "expected at most " + MAXIMUM_COUNT + ", found " + texts.size());
        }
        for (Map.Entry<String, String> label : texts.entrySet()) {
            PlainName.require("name of label", label.getKey());
            requireText("label " + label.getKey(), label.getValue());
        }
    }

    /** These labels and {@code others}, which take precedence where both have a name. */
    public Labels with(Labels others) {
        SortedMap<String, String> all = new TreeMap<>(texts);
        all.putAll(others.texts);
        return new Labels(all);
    }

    private static void requireText(String subject, String text) {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new UsageException(
                    subject, "expected at most " + MAXIMUM_LENGTH + " characters, found " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new UsageException(subject, "expected text without control characters, found \"" + text + "\"");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UsageException(subject, "expected text, found half a surrogate pair in it");
        }
    }
}
