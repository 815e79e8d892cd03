package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies beside a study and cannot be read does not stop it; it is named once. */
class DamagedStudiesTests {
    private static final StudyDesign DESIGN = new StudyDesign(
            StudyDesign.range(1, 1),
            new TreeMap<>(Map.of("rate", List.of("0.1", "0.2"))),
            OptionalInt.empty(),
            true,
            List.of());

    @TempDir
    private Path folder;

    private Path runs;

    private FakeCells cells = new FakeCells();

    private final PrintStream error = System.err;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void prepare() throws IOException {
        runs = folder.toRealPath().resolve("runs");
        cells.machine.put("cpu.model", "A");
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(error);
    }

    private StudyManifest made() {
        said.reset();
        return StudyFixture.runner(runs, DESIGN, cells, Clock.systemUTC())
                .run()
                .manifest()
                .orElseThrow();
    }

    /** The first cell is settled then, and the second one is begun. */
    private void kill() {
        kill(4);
    }

    private void kill(int steps) {
        cells.stepsUntilKilled = steps;
        assertThatThrownBy(this::made).isInstanceOf(FakeCells.Killed.class);
        cells.stepsUntilKilled = Integer.MAX_VALUE;
    }

    private List<Path> studies() throws IOException {
        try (Stream<Path> all = Files.list(runs.resolve("grid"))) {
            return all.filter(StudyResult::isStudy).sorted().toList();
        }
    }

    private List<String> passedOver() {
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("reprorun: a study is passed over: "))
                .map(line -> line.substring("reprorun: a study is passed over: ".length()))
                .toList();
    }

    private static void change(Path file, UnaryOperator<String> change) {
        try {
            String changed = change.apply(Files.readString(file));
            assertThat(changed).isNotEqualTo(Files.readString(file));
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeAFolderOf(Path file) {
        try {
            Files.delete(file);
            Files.createDirectory(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What can be wrong in the journal of a study that has not ended, and what becomes of the cells of the next one. */
    private enum BadJournal {
        LINE_THAT_IS_NO_JSON(text -> text.replaceFirst("\\{", ""), "2 MADE", "line 1 is not what was written"),
        LINE_THAT_IS_MISSING(
                text -> text.replaceFirst("(?s)(\n)[^\n]*\n", "$1"), "2 MADE", "line 2 is not what was written"),
        EVENT_OF_NO_STUDY(
                text -> text.replaceFirst("\"event\":\"begun\"", "\"event\":\"paused\""),
                "1 MADE, 1 REFERRED",
                "its journal has \"paused\", which no study writes"),
        CELL_OF_NO_DESIGN(
                text -> text.replaceFirst("\"cell\":1", "\"cell\":3"),
                "1 MADE, 1 REFERRED",
                "its journal has a cell 3 of 2"),
        ID_THAT_IS_NO_NAME(
                text -> text.replaceFirst("\"id\":\"", "$0../"),
                "1 MADE, 1 REFERRED",
                "its journal is damaged: id: \""),
        STATUS_OF_NO_CELL(
                text -> text.replace("\"MADE\"", "\"DONE\""), "2 MADE", "its journal is damaged: No enum constant");

        private final UnaryOperator<String> damage;
        private final String counts;
        private final String message;

        BadJournal(UnaryOperator<String> damage, String counts, String message) {
            this.damage = damage;
            this.counts = counts;
            this.message = message;
        }
    }

    @ParameterizedTest
    @EnumSource(BadJournal.class)
    void beginsAnewBesideOneOfTheSameDesignWithADamagedJournal(BadJournal bad) throws IOException {
        kill();
        Path damaged = studies().get(0);
        Path journal = damaged.resolve("journal.jsonl");
        change(journal, bad.damage);
        String before = Files.readString(journal);

        StudyManifest study = made();

        assertThat(study.counts()).isEqualTo(bad.counts);
        assertThat(study.sittings()).isEqualTo(1);
        assertThat(passedOver()).hasSize(1);
        assertThat(passedOver().get(0)).startsWith(damaged.toString()).contains(bad.message);
        assertThat(StudyResult.hasEnded(damaged)).isFalse();
        assertThat(journal).hasContent(before);
    }

    @Test
    void beginsAnewWhereTheJournalIsNoFile() throws IOException {
        kill();
        Path journal = studies().get(0).resolve("journal.jsonl");
        makeAFolderOf(journal);

        assertThat(made().counts()).isEqualTo("2 MADE");
        assertThat(passedOver()).containsExactly(journal + ": is not a regular file");
    }

    /** Its runs name the digest of the form that it had as their parent. */
    @Test
    void beginsAnewWhereTheDesignWasWrittenInAnotherForm() throws IOException {
        kill();
        change(studies().get(0).resolve(StudyManifest.DESIGN_FILE_NAME), text -> text.replace("  ", " "));

        assertThat(made().counts()).isEqualTo("2 MADE");
        assertThat(passedOver()).hasSize(1);
        assertThat(passedOver().get(0)).endsWith("is not in the exact form of a study's statement: it was edited");
    }

    /** As on Spark, where the machine of the driver does not count. */
    @Test
    void beginsAnewWhereNoMachineIsCompared() throws IOException {
        cells.machine.clear();
        kill();
        change(studies().get(0).resolve("journal.jsonl"), BadJournal.LINE_THAT_IS_NO_JSON.damage);

        assertThat(made().counts()).isEqualTo("2 MADE");
        assertThat(passedOver()).hasSize(1);
    }

    @Test
    void goesOnWithTheStudyThatCanBeRead() throws IOException {
        kill();
        cells.machine.put("cpu.model", "B");
        kill(1); // The first cell is referred to.
        List<Path> both = studies();
        assertThat(both).hasSize(2);
        Path begunOnA =
                Files.readString(both.get(0).resolve("journal.jsonl")).contains("\"B\"") ? both.get(1) : both.get(0);
        change(begunOnA.resolve("journal.jsonl"), BadJournal.LINE_THAT_IS_NO_JSON.damage);

        StudyManifest study = made();

        assertThat(study.sittings()).isEqualTo(2);
        assertThat(study.counts()).isEqualTo("1 MADE, 1 REFERRED");
        assertThat(studies()).hasSize(2);
        assertThat(passedOver()).hasSize(1);
    }

    /** What can be wrong of a study that has ended: how, what becomes of the cells of the next one, and what it says. */
    private enum BadStudy {
        STATEMENT_CUT("study.json", file -> change(file, BadStudy::cut), "2 MADE", "study.json: is not JSON: "),
        STATEMENT_OF_SOMETHING_ELSE(
                "study.json", file -> change(file, text -> "[]"), "2 MADE", "is not in the exact form"),
        STATEMENT_THAT_DISAGREES(
                "study.json",
                file -> change(file, text -> text.replaceFirst("\"cell/", "\"cell/0")),
                "2 MADE",
                "its subject is not what follows from the rest of it"),
        STATEMENT_THAT_IS_NO_FILE(
                "study.json", DamagedStudiesTests::makeAFolderOf, "2 MADE", "study.json: cannot be read ("),
        DESIGN_CUT("design.json", file -> change(file, BadStudy::cut), "2 MADE", "design.json: is not JSON: "),
        DESIGN_THAT_IS_NO_FILE(
                "design.json", DamagedStudiesTests::makeAFolderOf, "2 MADE", "design.json: cannot be read ("),
        ENVELOPE("study.dsse.json", BadStudy::write, "2 REFERRED", ""),
        JOURNAL("journal.jsonl", file -> change(file, text -> "{}\n{}\n"), "2 REFERRED", ""),
        RESULT_LINE("cells/1.jsonl", BadStudy::write, "2 REFERRED", ""),
        MANIFEST_CUT("RUN/manifest.json", file -> change(file, BadStudy::cut), "1 MADE, 1 REFERRED", ""),
        MANIFEST_THAT_IS_NO_FILE("RUN/manifest.json", DamagedStudiesTests::makeAFolderOf, "1 MADE, 1 REFERRED", ""),
        OUTPUT("RUN/outputs/what.txt", BadStudy::write, "1 MADE, 1 REFERRED", ""),
        OUTPUTS_THAT_ARE_NO_FOLDER("RUN/outputs/what.txt", BadStudy::flatten, "1 MADE, 1 REFERRED", "");

        private final String place;
        private final Consumer<Path> damage;
        private final String counts;
        private final String message;

        BadStudy(String place, Consumer<Path> damage, String counts, String message) {
            this.place = place;
            this.damage = damage;
            this.counts = counts;
            this.message = message;
        }

        private static String cut(String text) {
            return text.substring(0, text.length() / 2);
        }

        private static void write(Path file) {
            try {
                Files.writeString(file, "{");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void flatten(Path file) {
            try {
                Files.delete(file);
                Files.delete(file.resolveSibling(""));
                Files.createFile(file.resolveSibling(""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BadStudy.class)
    void refersToWhatIsWholeInAStudyThatHasEnded(BadStudy bad) throws IOException {
        StudyManifest earlier = made();
        Path run = runs.resolve(earlier.cells().get(0).run().orElseThrow());
        Path study = studies().get(0);
        bad.damage.accept(
                bad.place.startsWith("RUN/") ? run.resolve(bad.place.substring(4)) : study.resolve(bad.place));

        StudyManifest next = made();

        assertThat(next.counts()).isEqualTo(bad.counts);
        assertThat(next.resultDigest()).isEqualTo(earlier.resultDigest());
        assertThat(passedOver()).hasSize(bad.message.isEmpty() ? 0 : 1);
        assertThat(passedOver()).allMatch(line -> line.startsWith(study.toString()) && line.contains(bad.message));
    }

    @Test
    void refersToNoRunWhoseInputCanLieNowhere() {
        cells.code.add(new Resource(
                "claims",
                "",
                new TreeMap<>(Map.of("sha256", Sha256.ofUtf8("1").hex())),
                new TreeMap<>(Map.of(RunDefinition.KIND, RunDefinition.KIND_INPUT, "path", "\0", "size", "1"))));
        made();

        assertThat(made().counts()).isEqualTo("2 MADE");
    }

    @Test
    void refersToWhatLiesBesideAFolderThatCannotBeListed() throws IOException {
        made();
        Path closed = Files.createDirectory(runs.resolve("a-closed-one"));
        assertThat(closed.toFile().setReadable(false)).isTrue();
        try {
            Assumptions.assumeFalse(Files.isReadable(closed), "root can list each folder");

            assertThat(made().counts()).isEqualTo("2 REFERRED");
            assertThat(passedOver()).hasSize(1);
            assertThat(passedOver().get(0)).startsWith(closed + ": cannot be listed (");
        } finally {
            assertThat(closed.toFile().setReadable(true)).isTrue();
        }
    }

    @Test
    void failsInACellWhoseRunLeftNoReadableManifest() throws IOException {
        List<Path> left = new ArrayList<>();
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                int status = super.start(order);
                if (left.isEmpty()) {
                    left.add(order.runsDirectory().resolve(NAME).resolve(order.id()));
                    change(left.get(0).resolve(Manifest.FILE_NAME), text -> text.substring(0, 20));
                }
                return status;
            }
        };

        StudyManifest study = made();

        assertThat(study.counts()).isEqualTo("1 MADE, 1 FAILED");
        assertThat(study.cells().get(0).run())
                .contains(runs.relativize(left.get(0)).toString());
        assertThat(study.cells().get(0).cause().orElseThrow())
                .startsWith("left a manifest that says nothing: " + left.get(0).resolve(Manifest.FILE_NAME)
                        + ": is not JSON: ");
        assertThat(VerifiedStudy.unsigned(studies().get(0)).runs()).hasSize(1);
    }
}
