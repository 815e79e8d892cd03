package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study is held to when it goes on, beside its design. */
class StudyContinuationTests {
    private static final StudyDesign DESIGN = design(true, new TreeSet<>());

    @TempDir
    private Path folder;

    private Path runs;

    private FakeCells cells;

    @BeforeEach
    void prepare() throws IOException {
        runs = folder.toRealPath().resolve("runs");
        cells = new FakeCells();
    }

    private static StudyDesign design(boolean paired, SortedSet<String> shared) {
        SortedMap<String, List<String>> grid = new TreeMap<>(Map.of("rate", List.of("0.1", "0.2")));
        return new StudyDesign(
                StudyDesign.range(1, 1), grid, OptionalInt.empty(), paired, List.of(), new TreeSet<>(), shared);
    }

    private static Resource agent(String content) {
        return new Resource(
                "agent.jar",
                "",
                new TreeMap<>(Map.of("sha256", Sha256.ofUtf8(content).hex())),
                new TreeMap<>(Map.of(RunDefinition.KIND, RunDefinition.KIND_OPTION)));
    }

    private StudyRunner runner(StudyDesign design, List<Resource> optionCode, Optional<Parent> within) {
        return StudyFixture.runner(
                runs,
                design,
                optionCode.stream()
                        .map(each -> new Resource(each.name(), "", each.digest(), new TreeMap<>()))
                        .toList(),
                Optional.empty(),
                cells,
                Clock.systemUTC(),
                within);
    }

    private StudyManifest made(Resource... optionCode) {
        return runner(DESIGN, List.of(optionCode), Optional.empty())
                .run()
                .manifest()
                .orElseThrow();
    }

    private void kill() {
        cells.stepsUntilKilled = 4; // In the second cell.
        assertThatThrownBy(this::made).isInstanceOf(FakeCells.Killed.class);
        cells.stepsUntilKilled = Integer.MAX_VALUE;
    }

    private List<Path> studies() throws IOException {
        try (Stream<Path> all = Files.list(runs.resolve("grid"))) {
            return all.filter(StudyResult::isStudy).sorted().toList();
        }
    }

    @Test
    void isNotStoppedByADamagedStudyOfItsName() throws IOException {
        Path damaged = Files.createDirectories(runs.resolve("grid/20250101T000000Z-0badcafe"));
        Files.writeString(damaged.resolve(StudyManifest.DESIGN_FILE_NAME), "{\"name\": ");
        Path list = Files.createDirectories(runs.resolve("grid/20250102T000000Z-0badcafe"));
        Files.writeString(list.resolve(StudyManifest.DESIGN_FILE_NAME), "[]");

        assertThat(made().counts()).isEqualTo("2 MADE");
        assertThat(studies()).hasSize(3);
    }

    @Test
    void goesOnOnTheMachineOnWhichItWasBegun() throws IOException {
        cells.machine.putAll(Map.of("cpu.model", "A", "jvm.version", "17"));
        kill();

        assertThat(made().sittings()).isEqualTo(2);
        assertThat(studies()).hasSize(1);
    }

    @Test
    void isBegunAnewOnAnotherMachine() throws IOException {
        cells.machine.putAll(Map.of("cpu.model", "A", "jvm.version", "17"));
        kill();
        cells.machine.put("cpu.model", "B");

        assertThat(made().sittings()).isEqualTo(1);
        assertThat(studies()).hasSize(2);
        assertThat(StudyResult.hasEnded(studies().get(0))
                        ^ StudyResult.hasEnded(studies().get(1)))
                .isTrue();
    }

    @Test
    void isBegunAnewWhereAFactIsKnownThatWasNot() throws IOException {
        cells.machine.put("cpu.model", "A");
        kill();
        cells.machine.put("libc", "glibc 2.36");

        assertThat(made().sittings()).isEqualTo(1);
        assertThat(studies()).hasSize(2);
    }

    @Test
    void isBegunAnewWhereAFactIsNoLongerKnown() throws IOException {
        cells.machine.putAll(Map.of("cpu.model", "A", "libc", "glibc 2.36"));
        kill();
        cells.machine.remove("libc");

        assertThat(made().sittings()).isEqualTo(1);
        assertThat(studies()).hasSize(2);
    }

    @Test
    void refersToNoRunThatSharedAStreamUnlessItSharesIt() {
        long init = new Seed(1).derive("init");
        cells.streams.put("init", Long.toString(init));
        StudyDesign shared = design(false, new TreeSet<>(List.of("init")));
        assertThat(runner(shared, List.of(), Optional.empty())
                        .run()
                        .manifest()
                        .orElseThrow()
                        .counts())
                .isEqualTo("2 MADE");

        assertThat(runner(design(false, new TreeSet<>()), List.of(), Optional.empty())
                        .run()
                        .manifest()
                        .orElseThrow()
                        .counts())
                .isEqualTo("2 MADE");
        assertThat(runner(shared, List.of(), Optional.empty())
                        .run()
                        .manifest()
                        .orElseThrow()
                        .counts())
                .isEqualTo("2 REFERRED");
    }

    @Test
    void refersToARunWithTheSameCodeNamedByOptionsOnly() {
        cells.code.add(agent("first"));
        assertThat(made(agent("first")).counts()).isEqualTo("2 MADE");
        assertThat(made(agent("first")).counts()).isEqualTo("2 REFERRED");

        StudyManifest other = made(agent("second"));

        assertThat(other.counts()).isEqualTo("2 FAILED");
        assertThat(other.cells().get(0).cause())
                .contains("the code is not the study's: no option of the JVM named agent.jar with {sha256="
                        + Sha256.ofUtf8("second") + "}");
    }

    @Test
    void doesNotGoOnWithOtherCodeNamedByOptions() throws IOException {
        cells.code.add(agent("first"));
        cells.code.add(agent("second"));
        cells.stepsUntilKilled = 4;
        assertThatThrownBy(() -> made(agent("first"))).isInstanceOf(FakeCells.Killed.class);
        cells.stepsUntilKilled = Integer.MAX_VALUE;

        assertThat(made(agent("second")).counts()).isEqualTo("2 MADE");
        assertThat(studies()).hasSize(2);
    }

    @Test
    void failsInACellDuringWhichClassesChangedThatNoRunTells() {
        cells.otherCode = Optional.of("classes in /work have changed");

        assertThat(made().cells())
                .extracting(StudyManifest.Cell::cause)
                .containsOnly(Optional.of("classes in /work have changed"));
    }

    @Test
    void statesTheStudyThatItIsAPartOf() throws IOException {
        StudyManifest outer = made();

        StudyManifest inner = runner(design(false, new TreeSet<>()), List.of(), Optional.of(outer.parent()))
                .run()
                .manifest()
                .orElseThrow();

        Path directory = StudyResult.named(runs, inner.parent()).orElseThrow();
        assertThat(VerifiedStudy.unsigned(directory).manifest()).isEqualTo(inner);
        assertThat(StudyResult.soFar(directory).within()).contains(outer.parent());
        assertThat(StudyResult.partsOf(runs, outer.parent())).containsExactly(directory);
        assertThat(StudyResult.named(runs, outer.parent())).isPresent().isNotEqualTo(Optional.of(directory));
    }

    @Test
    void hasTheSeedOfEachStreamThatItsCellsShare() {
        StudyDesign design = design(false, new TreeSet<>(List.of("init", "split")));
        long init = new Seed(1).derive("init");
        cells.streams.putAll(Map.of("init", Long.toString(init), "split", Long.toString(new Seed(1).derive("split"))));

        StudyManifest study =
                runner(design, List.of(), Optional.empty()).run().manifest().orElseThrow();

        assertThat(study.counts()).isEqualTo("2 MADE");
        assertThat(study.design()).isEqualTo(design);
        assertThat(study.design().hasPairs()).isTrue();
        assertThat(design.cells().get(0).rootSeed())
                .isNotEqualTo(design.cells().get(1).rootSeed());
        assertThat(design.cells().stream().map(design::sharedStreams))
                .allSatisfy(seeds -> assertThat(seeds).containsEntry("init", init));
    }

    @Test
    void failsWhereASharedStreamHasAnotherSeed() {
        cells.streams.put("init", "5");

        StudyManifest study = runner(design(false, new TreeSet<>(List.of("init"))), List.of(), Optional.empty())
                .run()
                .manifest()
                .orElseThrow();

        assertThat(study.cells().get(0).cause())
                .contains("has the seed 5 for the stream init, not the study's " + new Seed(1).derive("init"));
    }

    @Test
    void isStoppedByASharedStreamThatTheProgramNeverAsksFor() {
        StudyRunner runner = runner(design(false, new TreeSet<>(List.of("init"))), List.of(), Optional.empty());

        assertThatThrownBy(runner::run)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(
                        "shared stream init: the program never asked for the stream init in the run cell/");
        assertThat(cells.started).hasSize(1);
    }

    @Test
    void refusesToNameStreamsWhereAllAreShared() {
        assertThatThrownBy(() -> design(true, new TreeSet<>(List.of("init"))))
                .hasMessage("shared stream init: all streams are shared, unless each cell has a root seed of its own"
                        + " (--independent)");
    }
}
