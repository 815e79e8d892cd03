package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.words.StudyPlace;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.report.StudyReport;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a study whose runs give their seed, 1 to 6, and a score that is higher by 1 at the second rate. */
class StudyReportTests {
    @TempDir
    private Path folder;

    private final FakeCells cells = new FakeCells();

    private static SortedMap<String, String> rate(String rate) {
        return new TreeMap<>(Map.of("rate", rate));
    }

    private Path study(boolean paired, String... primary) throws IOException {
        return StudyFixture.runner(
                        folder.toRealPath().resolve("runs"),
                        new StudyDesign(
                                StudyDesign.range(1, 6),
                                new TreeMap<>(Map.of("rate", List.of("0.1", "0.2"))),
                                OptionalInt.empty(),
                                paired,
                                List.of(),
                                new TreeSet<>(List.of(primary))),
                        cells,
                        Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC))
                .run()
                .directory();
    }

    private StudyReport report(boolean paired, String... primary) throws IOException {
        return StudyReport.of(study(paired, primary), Optional.empty());
    }

    /** The row of a table for a rate and metric, by column. */
    private static Map<String, String> row(String csv, String rate, String metric) {
        List<String> lines = csv.lines().toList();
        List<String> columns = List.of(lines.get(0).split(",", -1));
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", columns.size());
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < fields.length; i++) {
                row.put(columns.get(i), fields[i]);
            }
            if (row.get("rate").equals(rate) && row.get("metric").equals(metric)) {
                rows.add(row);
            }
        }
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @Test
    void estimatesOverTheSeedsOfEachSetting() throws IOException {
        Map<String, String> row = row(report(true, "score").settingsCsv(), "0.1", "seed");

        assertThat(row)
                .containsEntry("role", "exploratory")
                .containsEntry("seeds", "6")
                .containsEntry("mean", "3.5")
                .containsEntry("median", "3.5")
                .containsEntry("interquartileMean", "3.5")
                .containsEntry("minimum", "1")
                .containsEntry("maximum", "6");
        // 2.5706 is the 0.975 quantile of Student's distribution with 5 degrees of freedom
        double half = 2.5705818366 * Math.sqrt(3.5) / Math.sqrt(6);
        assertThat(Double.parseDouble(row.get("meanLow"))).isCloseTo(3.5 - half, within(1e-8));
        assertThat(Double.parseDouble(row.get("meanHigh"))).isCloseTo(3.5 + half, within(1e-8));
        assertThat(row.get("notes")).contains("median: expanded BCa for the median does not keep its level");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    @Test
    void hasNoEstimateOfASettingWithARunThatFailed() throws IOException {
        cells.failing.add("rate=0.2, seed 2");

        StudyReport report = report(true);

        assertThat(row(report.settingsCsv(), "0.2", "score"))
                .containsEntry("mean", "")
                .containsEntry("notes", "\"seed 2 has no value, its cell is FAILED\"");
        assertThat(row(report.settingsCsv(), "0.1", "score")).containsEntry("seeds", "6");
        assertThat(row(report.comparisonsCsv(), "0.2", "score"))
                .containsEntry("signFlipHolmP", "")
                .containsEntry("notes", "\"seed 2 has no value, its cell is FAILED\"");
    }

    @Test
    void comparesSettingsSeedBySeed() throws IOException {
        Map<String, String> row = row(report(true, "score").comparisonsCsv(), "0.2", "score");

        assertThat(row)
                .containsEntry("role", "primary")
                .containsEntry("pairs", "6")
                .containsEntry("difference", "1")
                .containsEntry("signFlipP", "0.03125") // 2 of 64 choices of signs
                .containsEntry("signFlipHolmP", "0.03125") // the only primary one
                .containsEntry("wilcoxonP", "0.03125")
                .containsEntry("leastP", "0.03125")
                .containsEntry("greater", "1")
                .containsEntry("greaterHigh", "1");
        assertThat(Double.parseDouble(row.get("greaterLow"))).isCloseTo(Math.pow(0.025, 1.0 / 6), within(1e-9));
    }

    @Test
    void comparesWithTheSettingThatIsNamed() throws IOException {
        StudyReport report = report(true);

        assertThat(row(report.against(rate("0.2")).comparisonsCsv(), "0.1", "score"))
                .containsEntry("difference", "-1")
                .containsEntry("greater", "0");
        assertThatThrownBy(() -> report.against(rate("0.3")))
                .isInstanceOf(UsageException.class)
                .hasMessage("against {rate=0.3}: no cell that was tried has these parameters");
    }

    @Test
    void hasNoPairsIfEachCellHasARootSeedOfItsOwn() throws IOException {
        Map<String, String> row = row(report(false).comparisonsCsv(), "0.2", "score");

        assertThat(row).containsEntry("pairs", "").containsEntry("signFlipP", "");
        // of 36 combinations of 2..7 and 1..6, 20 are greater and 5 equal
        assertThat(Double.parseDouble(row.get("greater"))).isCloseTo((21 + 2.5) / 36, within(0.05));
        assertThat(row.get("greaterLow")).isNotEmpty();
    }

    @Test
    void listsAPrimaryMetricThatNoRunHas() throws IOException {
        assertThat(row(report(true, "recall").settingsCsv(), "0.1", "recall"))
                .containsEntry("role", "primary")
                .containsEntry("notes", "\"seed 1 has no value, its cell is MADE\"");
    }

    @Test
    void isTheSameInWordsAndAsJson() throws IOException {
        StudyReport report = report(true, "score");
        StringWriter words = new StringWriter();
        report.printMarkdown(new PrintWriter(words, true));
        StringWriter json = new StringWriter();
        report.printJson(new PrintWriter(json, true));

        assertThat(words.toString())
                .contains("Estimates over seeds, with intervals of 95 %\n")
                .contains("| 0.1 | seed | exploratory | 6 | 3.5 (1.53669 … 5.46331) | ")
                .contains("\n1. interquartileMean: expanded BCa for the interquartile mean does not keep its level")
                .contains("Against rate=0.1, seed by seed\n")
                .contains(" | least p | greater |")
                .contains("| 0.2 | score | primary | 6 | 1 | 0.03125 | 0.03125 | 0.03125 | 0.03125 | 0.03125 | 1 (");
        JsonNode document = JsonTree.parse(json.toString());
        assertThat(document.get("settings")).hasSize(4);
        assertThat(document.get("against").get("rate").asText()).isEqualTo("0.1");
        assertThat(document.get("comparisons").get(0).get("signFlipP").asText()).isEqualTo("0.03125");
    }

    /** The place of a re-run that has the value of another seed. */
    @Nested
    class OfARerun {
        private VerifiedRun original;

        private Manifest rerun(long seed, String rate) throws IOException {
            Path again = folder.resolve("again/" + seed);
            cells.write(
                    again,
                    new CellOrder(
                            new StudyDesign.Cell(rate(rate), new Seed(seed), new Seed(seed)),
                            "again",
                            original.manifest().parent().orElseThrow(),
                            folder.resolve("again"),
                            Optional.empty(),
                            again,
                            again,
                            "1:none"),
                    RunStatus.SUCCEEDED);
            return ManifestJson.read(again);
        }

        private Optional<StudyPlace> place(long seed, String rate, String... primary) throws IOException {
            Path study = study(true, primary);
            StudyManifest.Cell cell = StudyResult.read(study).cells().get(2);
            original = VerifiedRun.unsigned(
                    folder.toRealPath().resolve("runs").resolve(cell.run().orElseThrow()));
            return StudyPlace.of(original, rerun(seed, rate), Optional.empty(), false);
        }

        private String said(StudyPlace place) {
            StringWriter words = new StringWriter();
            place.print(new PrintWriter(words, true));
            return words.toString();
        }

        @Test
        void isInsideOfWhatTheSeedsGave() throws IOException {
            StudyPlace place = place(4, "0.1", "score").orElseThrow();

            assertThat(said(place))
                    .isEqualTo(
                            "  WITHIN_STUDY: inside of what the other seeds of grid gave, by 1 primary metric; if the"
                                    + " run was not chosen by its value, a faithful re-run is inside with a probability of 0.667 at"
                                    + " least\n"
                                    + "    score INSIDE 2 … 7 of 5 other seeds\n"
                                    + "    seed INSIDE 1 … 6 of 5 other seeds\n");
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            place.put(document);
            assertThat(document.get("withinStudy").get("place").asText()).isEqualTo("WITHIN_STUDY");
            assertThat(document.get("withinStudy").get("metrics")).hasSize(2);
            assertThat(document.get("withinStudy").has("level")).isTrue();
        }

        @Test
        void hasNoProbabilityIfASeedFailedOrOtherCodeWasAccepted() throws IOException {
            cells.failing.add("rate=0.1, seed 5");
            StudyPlace place = place(4, "0.1", "score").orElseThrow();
            StudyPlace changed = StudyPlace.of(original, rerun(3, "0.1"), Optional.empty(), true)
                    .orElseThrow();

            assertThat(said(place))
                    .startsWith("  WITHIN_STUDY: ")
                    .contains(
                            "; how often a faithful re-run is inside is not known: score: only 4 of 5 other seeds have"
                                    + " a value\n");
            assertThat(said(changed))
                    .contains("; how often a faithful re-run is inside is not known: other code was accepted\n");
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            changed.put(document);
            assertThat(document.get("withinStudy").get("noLevel").asText()).isEqualTo("other code was accepted");
        }

        @Test
        void doesNotCountTheValueOfTheRunThatWasRepeated() throws IOException {
            StudyPlace unused = place(4, "0.1", "score").orElseThrow();
            Path first = folder.toRealPath()
                    .resolve("runs")
                    .resolve(StudyResult.read(study(true, "score"))
                            .cells()
                            .get(0)
                            .run()
                            .orElseThrow());
            original = VerifiedRun.unsigned(first);

            assertThat(said(StudyPlace.of(original, rerun(1, "0.1"), Optional.empty(), false)
                            .orElseThrow()))
                    .startsWith("  OUTSIDE_STUDY: ")
                    .contains("    score BELOW 3 … 7 of 5 other seeds\n");
        }

        @Test
        void isOutsideOfIt() throws IOException {
            assertThat(said(place(9, "0.1").orElseThrow()))
                    .startsWith(
                            "  OUTSIDE_STUDY: outside of what the other seeds of grid gave, by 2 exploratory metrics; ")
                    .contains("    score ABOVE 2 … 7 of 5 other seeds\n");
        }

        @Test
        void isNoneWithOtherParameters() throws IOException {
            assertThat(place(4, "0.2")).isEmpty();
        }

        @Test
        void isFoundBesideAStudyThatIsDamaged() throws IOException {
            Path damaged = Files.createDirectories(folder.resolve("runs/aaa/20260101T000000Z-0badcafe"));
            Files.writeString(damaged.resolve(StudyManifest.DESIGN_FILE_NAME), "{");
            Files.writeString(damaged.resolve(StudyManifest.FILE_NAME), "{");

            assertThat(said(place(4, "0.1").orElseThrow())).startsWith("  WITHIN_STUDY: ");
        }

        @Test
        void isNotKnownWithoutTheStudy() throws IOException {
            StudyPlace unused = place(4, "0.1").orElseThrow();
            Path study = StudyResult.find(
                            original.directory(), original.manifest().parent().orElseThrow())
                    .orElseThrow();
            Files.delete(study.resolve(StudyManifest.FILE_NAME));

            assertThat(said(StudyPlace.of(original, rerun(4, "0.1"), Optional.empty(), false)
                            .orElseThrow()))
                    .isEqualTo(
                            "  not placed among the seeds of grid: the study's statement does not lie beside the run\n");
        }
    }
}
