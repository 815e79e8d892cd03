package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.gallery.Averaging;
import com.example.gallery.Cliff;
import com.example.gallery.Encoder;
import com.example.gallery.Forger;
import com.example.gallery.GraphOfVariables;
import com.example.gallery.Letters;
import com.example.gallery.Milestones;
import com.example.gallery.Patience;
import com.example.gallery.Pictures;
import com.example.gallery.SeveralWays;
import com.example.gallery.Transferred;
import com.example.gallery.TwoInputs;
import com.example.gallery.Watched;
import com.example.gallery.Words;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs in the manner of Deeplearning4j's examples, which have never heard of the library: wrapped twice and run again they
 * are equal, and the verdict says what it compared. With the tag, each by itself, beside two bare runs; the table is written to
 * {@code target/gallery.md}.
 */
class GalleryTests {
    private static final Path TABLE = Path.of("target", "gallery.md");

    private static final SortedMap<String, String> ROWS = new TreeMap<>();

    @TempDir
    private Path folder;

    /**
     * One of them.
     *
     * @param verdict what is said of a second wrapped run and of a re-run, beside the first
     */
    private record Exhibit(Class<?> program, String verdict) {
        /** A strict run would refuse a listener that asks another process for the host's name. */
        String[] strictness() {
            return program == Watched.class ? new String[0] : new String[] {"--strict"};
        }

        @Override
        public String toString() {
            return program.getSimpleName();
        }
    }

    static Stream<Exhibit> gallery() {
        return Stream.of(
                new Exhibit(GraphOfVariables.class, "REPRODUCED: 1 output, 12 steps, 1 network"),
                new Exhibit(Words.class, "REPRODUCED: 1 output, 1 network"),
                new Exhibit(Forger.class, "REPRODUCED: 30 steps, 2 networks"),
                new Exhibit(Cliff.class, "REPRODUCED: 1 output, 1 network"),
                new Exhibit(Averaging.class, "REPRODUCED: 1 output, 24 steps, 5 networks"),
                new Exhibit(Patience.class, "REPRODUCED: 1 output, 30 steps, 1 network"),
                // Its listener writes the time into a third file, which may differ, hence is not counted.
                new Exhibit(Milestones.class, "WITHIN_TOLERANCE: 2 outputs, 9 steps, 1 network"),
                new Exhibit(Transferred.class, "REPRODUCED: 2 outputs, 12 steps, 2 networks"),
                new Exhibit(Letters.class, "REPRODUCED: 1 output, 12 steps, 1 network"),
                new Exhibit(TwoInputs.class, "REPRODUCED: 1 output, 8 steps, 1 network"),
                new Exhibit(Pictures.class, "REPRODUCED: 1 output, 6 steps, 1 network"),
                new Exhibit(Encoder.class, "REPRODUCED: 1 output, 12 steps, 1 network"),
                new Exhibit(Watched.class, "REPRODUCED: 1 output, 6 steps, 1 network"));
    }

    @Test
    void isEqualAsAWhole() throws Exception {
        CommandLine commandLine = in("whole");
        commandLine.runStrictly(SeveralWays.class).assertStatus(0);
        Path run = commandLine.runs().get(0);

        assertThat(verdict(commandLine, run)).isEqualTo("REPRODUCED: 5 outputs, 78 steps, 11 networks");
    }

    @Tag("gallery")
    @ParameterizedTest
    @MethodSource("gallery")
    void isEqualInTwoWrappedRunsAndARerun(Exhibit exhibit) throws Exception {
        boolean bareDiffers = !bare("bare", exhibit).equals(bare("again", exhibit));
        CommandLine first = in("first");
        CommandLine second = in("second");
        first.runOnTwoThreads(exhibit.program(), exhibit.strictness()).assertStatus(0);
        second.runOnTwoThreads(exhibit.program(), exhibit.strictness()).assertStatus(0);
        Path run = first.runs().get(0);
        Path other = second.runs().get(0);
        Manifest manifest = VerifiedRun.unsigned(run).manifest();
        String between = Comparison.between(
                        manifest, run, VerifiedRun.unsigned(other).manifest(), other)
                .verdictLine();
        String verdict = verdict(first, run);
        tabulate(
                exhibit.toString(),
                "| " + exhibit + " | " + (bareDiffers ? "differ" : "equal") + " | " + between + " | " + verdict + " | "
                        + manifest.hazards().stream()
                                .map(Hazard::kind)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + " |");

        assertThat(manifest.result()).isPresent();
        assertThat(between).isEqualTo(exhibit.verdict());
        assertThat(verdict).isEqualTo(exhibit.verdict());
    }

    private static void tabulate(String program, String row) throws IOException {
        ROWS.put(program, row);
        Files.writeString(
                TABLE,
                "| program | two bare runs | two wrapped runs | re-run | what would differ |\n|---|---|---|---|---|\n"
                        + String.join("\n", ROWS.values())
                        + "\n");
    }

    private CommandLine in(String name) throws IOException {
        return new CommandLine(Files.createDirectory(folder.resolve(name)).toRealPath());
    }

    private static String verdict(CommandLine commandLine, Path run) throws Exception {
        List<String> lines = commandLine
                .call("rerun", run.toString(), "--allow-unsigned")
                .output()
                .lines()
                .toList();
        return lines.stream()
                .filter(line -> line.matches("[A-Z_]+(: .*)?"))
                .reduce((before, last) -> last)
                .orElse("no verdict");
    }

    /** What a bare run printed and left. */
    private String bare(String name, Exhibit exhibit) throws Exception {
        Path work = Files.createDirectory(folder.resolve(name)).toRealPath();
        CommandLine.Ended ended = new CommandLine(work)
                .start(exhibit.program(), "-XX:TieredStopAtLevel=1")
                .assertStatus(0);
        return Sha256.ofUtf8(ended.output()) + " " + FolderDigest.of(work).dirHash();
    }
}
