package io.github.reprorun.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Where links lead that stay in the repository. */
    List<String> links() {
        return Pattern.compile("]\\((?!https?:)([^)#]+)\\)")
                .matcher(text)
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }
}
