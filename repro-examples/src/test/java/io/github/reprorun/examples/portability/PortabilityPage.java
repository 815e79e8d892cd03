package io.github.reprorun.examples.portability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables of {@code docs/portability.md}, each between two lines that name it. */
final class PortabilityPage {
    private static final Path PAGE = Path.of("..", "docs", "portability.md");

    private PortabilityPage() {}

    /** Puts {@code lines} in the place of the lines that the page has under {@code name}. */
    static void write(String name, List<String> lines) throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String begin = "<!-- begin " + name + ": written by ./mvnw -Pportability verify -->\n";
        String end = "<!-- end " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(PAGE + " has no place for " + name);
        }
        Files.writeString(
                PAGE,
                page.substring(0, from + begin.length()) + String.join("\n", lines) + "\n" + page.substring(to),
                StandardCharsets.UTF_8);
    }
}
