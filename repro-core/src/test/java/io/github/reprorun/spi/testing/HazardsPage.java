package io.github.reprorun.spi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tables of docs/hazards.md, each between two marks, written from what the runs of a catalogue gave. Stateless; used by one
 * thread at a time where it writes.
 */
public final class HazardsPage {
    private static final Path PAGE = Path.of("../docs/hazards.md");
    private static final String WRITE = "hazards.write";

    private HazardsPage() {}

    /** One line of a table. */
    public static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** Asserts that the table called {@code name} has {@code rows}; with {@code -Dhazards.write} it is written instead. */
    public static void assertTable(String name, List<String> rows) {
        String page = read();
        int from = after(page, "<!-- table " + name + " -->\n");
        int to = page.indexOf("<!-- end -->", from);
        String table = String.join("\n", rows) + "\n";
        if (System.getProperty(WRITE) != null) {
            write(page.substring(0, from) + table + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("docs/hazards.md; to write it: ./mvnw -q test -Dtest=CatalogueTests -D" + WRITE
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(table);
    }

    private static int after(String page, String mark) {
        int at = page.indexOf(mark);
        assertThat(at).as("the mark %s", mark).isNotNegative();
        return at + mark.length();
    }

    private static String read() {
        try {
            return Files.readString(PAGE, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String page) {
        try {
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
