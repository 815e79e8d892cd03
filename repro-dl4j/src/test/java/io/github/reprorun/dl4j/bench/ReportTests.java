package io.github.reprorun.dl4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {
    @Test
    void printsEachFigureInColumnsAndWritesThePage(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(screen, true, StandardCharsets.UTF_8));

        report.machine(Map.of("cores", "2"));
        report.begin(new Dull());
        report.ratio("ours / theirs", new Spread(List.of(4.0, 1.0, 2.0, 3.0)), "at most 1.02");
        report.seconds("added", new Spread(List.of(0.25)), Report.NO_BUDGET);
        report.count("trace", 44, "bytes");
        report.write(folder.resolve("page.md"));

        assertThat(screen.toString(StandardCharsets.UTF_8).lines().map(String::stripTrailing))
                .startsWith(
                        "cores          2",
                        "",
                        "Dull work: The one against the other.",
                        " ".repeat(73) + "min    median       max  rounds  budget",
                        "ours / theirs" + " ".repeat(58) + "1.000     2.500     4.000       4  at most 1.02",
                        "added" + " ".repeat(64) + "0.250 s   0.250 s   0.250 s       1",
                        "trace" + " ".repeat(73) + "44 bytes");
        assertThat(Files.readString(folder.resolve("page.md"))).endsWith("""
                        | machine | |
                        |---|---|
                        | cores | 2 |

                        ## Dull work

                        The one against the other.

                        | | min | median | max | rounds | budget |
                        |---|---:|---:|---:|---:|---|
                        | ours / theirs | 1.000 | 2.500 | 4.000 | 4 | at most 1.02 |
                        | added | 0.250 s | 0.250 s | 0.250 s | 1 |  |
                        | trace |  | 44 bytes |  |  |  |
                        """);
    }

    private static final class Dull implements Section {
        @Override
        public String title() {
            return "Dull work";
        }

        @Override
        public String explanation() {
            return "The one against the other.";
        }

        @Override
        public void measure(Report report) {
            throw new UnsupportedOperationException();
        }
    }
}
