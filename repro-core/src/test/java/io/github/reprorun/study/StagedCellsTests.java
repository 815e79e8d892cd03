package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.RunPlace;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that an executor makes in places of their own, of which one is moved to the runs directory. */
class StagedCellsTests {
    private static final String ID = "20261130T120000Z-00000001";

    @TempDir
    private Path folder;

    private Path runs;
    private CellOrder order;
    private final FakeCells made = new FakeCells();
    private final Workers workers = new Workers();

    /** An executor whose attempts leave a run each. */
    private final class Workers implements Study.Executor {
        private final List<Study.Start> started = new ArrayList<>();
        private int attempts = 1;
        private Optional<String> refusal = Optional.empty();
        private RunStatus status = RunStatus.SUCCEEDED;

        @Override
        public Study.Ended run(Study.Start start) {
            started.add(start);
            if (refusal.isPresent()) {
                return new Study.Ended(1, Optional.empty(), "", refusal);
            }
            try {
                RunPlace place = attempt(start);
                for (int i = 1; i < attempts; i++) {
                    place = attempt(start);
                }
                return new Study.Ended(0, Optional.of(place.folder()), "host-2", Optional.empty());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private RunPlace attempt(Study.Start start) throws IOException {
            RunPlace place = RunPlace.make(start.places(), start.id());
            Path run = place.folder().resolve(FakeCells.NAME).resolve(ID);
            made.write(run, order, status);
            Files.writeString(place.output(), "printed\n");
            Files.writeString(place.result(), "{\"status\":\"" + status + "\",\"run\":\"" + run + "\"}\n");
            return place;
        }

        @Override
        public void stop() {
            throw new AssertionError("no signal came");
        }

        @Override
        public void close() {
            throw new AssertionError("whoever made the executor closes it");
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        Path real = folder.toRealPath();
        runs = Files.createDirectory(real.resolve("runs"));
        order = new CellOrder(
                new StudyDesign.Cell(new TreeMap<>(Map.of("rate", "0.1")), new Seed(7), new Seed(7)),
                ID,
                new Parent(Parent.STUDY, "grid", Sha256.ofUtf8("study")),
                runs,
                Optional.empty(),
                real.resolve("1.log"),
                real.resolve("1.jsonl"),
                "0:none");
    }

    private StagedCells cells(Resource... code) {
        StudyManifest.Program program = new StudyManifest.Program(
                "com.example.Cell",
                List.of(),
                false,
                OptionalInt.of(2),
                Optional.empty(),
                List.of("-Xmx1g"),
                List.of(code),
                List.of(),
                folder.toString(),
                List.of());
        return new StagedCells(
                new ProgramCells(
                        program,
                        List.of("-Xmx1g"),
                        List.of("--rate={rate}"),
                        "/shared/cell.jar",
                        List.of(),
                        runs,
                        new StudyDesign(
                                StudyDesign.range(1, 1), new TreeMap<>(), OptionalInt.empty(), true, List.of())),
                folder,
                runs,
                workers,
                Duration.ZERO);
    }

    private static Resource jar(String content) {
        return new Resource(
                "cell.jar",
                "",
                new TreeMap<>(Map.of("sha256", Sha256.ofUtf8(content).hex())),
                new TreeMap<>(Map.of(RunDefinition.KIND, RunDefinition.KIND_JAR)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(runs)) {
            return all.map(file -> runs.relativize(file).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> run() {
        return List.of(
                "cell",
                "cell/" + ID,
                "cell/" + ID + "/manifest.json",
                "cell/" + ID + "/outputs",
                "cell/" + ID + "/outputs/what.txt");
    }

    @Test
    void startsTheProgramWithTheStudysChoicesAndNoList() {
        int unused = cells().start(order);

        assertThat(workers.started)
                .containsExactly(new Study.Start(
                        ID,
                        List.of(
                                "-Xmx1g",
                                "-Dreprorun.id=" + ID,
                                "-Dreprorun.parent=" + order.parent(),
                                "-Dreprorun.runs=" + runs,
                                "-Dreprorun.seed=7",
                                "-Dreprorun.threads=2",
                                "-Dreprorun.run.number=1"),
                        List.of("-cp", "/shared/cell.jar", "com.example.Cell", "--rate=0.1"),
                        folder,
                        runs.resolve(".staged")));
    }

    @Test
    void movesOneOfSeveralAttemptsAndRemovesTheOthers() throws IOException {
        workers.attempts = 3;
        StagedCells cells = cells();

        assertThat(cells.start(order)).isZero();

        assertThat(RunPlace.of(runs.resolve(".staged"), ID)).hasSize(2);
        cells.close();
        assertThat(files()).isEqualTo(run());
        assertThat(order.output()).hasContent("printed");
        assertThat(order.result())
                .hasContent("{\"status\":\"SUCCEEDED\",\"run\":\""
                        + runs.resolve("cell").resolve(ID) + "\"}");
    }

    @Test
    void removesWhatASittingThatWasKilledLeft() throws IOException {
        Path left = RunPlace.make(runs.resolve(".staged"), ID).folder();
        Path others = RunPlace.make(runs.resolve(".staged"), "20261130T120000Z-00000002")
                .folder();
        Files.writeString(left.resolve("half"), "a run");
        StagedCells cells = cells();

        int unused = cells.start(order);

        assertThat(left).doesNotExist();
        cells.close();
        assertThat(others).isDirectory();
    }

    @Test
    void makesARunAgainThatWasInterrupted() throws IOException {
        Path former = runs.resolve("cell").resolve(ID);
        made.write(former, order, RunStatus.INTERRUPTED);
        Files.writeString(former.resolve("checkpoint"), "of the former");
        StagedCells cells = cells();

        assertThat(cells.resume(former, order)).isZero();

        cells.close();
        assertThat(files()).isEqualTo(run());
        assertThat(ManifestJson.read(former).details().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void movesARunThatFailedToo() throws IOException {
        workers.status = RunStatus.FAILED;
        StagedCells cells = cells();

        int unused = cells.start(order);

        cells.close();
        assertThat(files()).isEqualTo(run());
    }

    @Test
    void tellsWhyNoMachineCouldStartIt() throws IOException {
        workers.refusal = Optional.of("no worker has \"java\"");
        StagedCells cells = cells();

        assertThat(cells.start(order)).isEqualTo(1);

        cells.close();
        assertThat(files()).isEmpty();
        assertThat(order.result())
                .hasContent("{\"status\":\"REFUSED\",\"id\":\"" + ID
                        + "\",\"cause\":\"no worker has \\\"java\\\"\",\"exitStatus\":1}");
    }

    @Test
    void leavesOutARunOfOtherCode() throws IOException {
        made.code.add(jar("there"));
        StagedCells cells = cells(jar("here"));

        int unused = cells.start(order);

        cells.close();
        assertThat(files()).isEmpty();
        assertThat(order.result())
                .hasContent("{\"status\":\"REFUSED\",\"id\":\"" + ID
                        + "\",\"cause\":\"on host-2 the code is not the study's: cell.jar has {sha256="
                        + Sha256.ofUtf8("there").hex() + "}, not {sha256="
                        + Sha256.ofUtf8("here").hex() + "}\",\"exitStatus\":1}");
    }

    @Test
    void leavesOutARunWithoutAJarOfTheStudy() throws IOException {
        StagedCells cells = cells(jar("here"));

        int unused = cells.start(order);

        cells.close();
        assertThat(files()).isEmpty();
        assertThat(order.result())
                .content()
                .contains("on host-2 the code is not the study's: the class path has no cell.jar");
    }

    @Test
    void neverReplacesARunThatIsThere() throws IOException {
        Path there = runs.resolve("cell").resolve(ID);
        made.write(there, order, RunStatus.SUCCEEDED);
        byte[] manifest = Files.readAllBytes(there.resolve(Manifest.FILE_NAME));
        made.input = Optional.of(Files.writeString(folder.resolve("claims.csv"), "1"));
        StagedCells cells = cells();

        assertThatThrownBy(() -> cells.start(order))
                .isInstanceOf(UnwritableException.class)
                .hasMessageStartingWith(runs + ": the run that was made in ")
                .hasMessageEndingWith("; the same command goes on");

        cells.close();
        assertThat(files()).isEqualTo(run());
        assertThat(there.resolve(Manifest.FILE_NAME)).hasBinaryContent(manifest);
    }

    @Test
    void areNotForWrappedPrograms() {
        Study study = Study.of("grid")
                .program("com.example.Cell")
                .seeds(1, 2)
                .wrapped()
                .runsDirectory(runs)
                .executor(workers);

        assertThatThrownBy(study::run)
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "executor: a wrapped program's outputs are what it leaves in one working directory, so that its runs"
                                + " are made on this machine, one at a time");
    }
}
