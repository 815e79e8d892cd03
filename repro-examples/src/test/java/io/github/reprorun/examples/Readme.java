package io.github.reprorun.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A document of the repository with fenced blocks of code. Immutable, hence safe to share between threads.
 *
 * @param text of the document
 */
record Readme(String text) {
    /** The README of this repository, found from the module's folder, where tests run. */
    static Readme ofRepository() {
        return of(Path.of("..", "README.md"));
    }

    static Readme of(Path page) {
        try {
            return new Readme(Files.readString(page, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in the blocks of {@code language}, in order. */
    List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Where links lead that stay in the repository: a path, or nothing for this page, and perhaps {@code #} and a heading. */
    List<String> links() {
        return Pattern.compile("]\\((?!https?:)([^)]+)\\)")
                .matcher(text)
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    /** What follows {@code #} in links to the headings: small letters, a hyphen for each space, no punctuation. */
    List<String> anchors() {
        return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
