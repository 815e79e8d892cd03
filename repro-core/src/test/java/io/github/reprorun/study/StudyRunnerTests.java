package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.study.StudyManifest.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyRunnerTests {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    /** Three settings with two seeds each. */
    private static final StudyDesign DESIGN = design(List.of());

    @TempDir
    private Path folder;

    private Path runs;

    private FakeCells cells;

    private List<String> outputs = List.of();

    private String workingDirectory = Path.of("").toAbsolutePath().toString();

    @BeforeEach
    void prepare() throws IOException {
        runs = folder.toRealPath().resolve("runs");
        cells = new FakeCells();
    }

    private static StudyDesign design(List<StudyDesign.Exclusion> exclusions) {
        SortedMap<String, List<String>> grid = new TreeMap<>(Map.of("rate", List.of("0.1", "0.2", "0.3")));
        return new StudyDesign(StudyDesign.range(1, 2), grid, OptionalInt.empty(), true, exclusions);
    }

    private static Resource classes(String content) {
        return new Resource(
                "classes",
                "",
                new TreeMap<>(Map.of("dirHash", Sha256.ofUtf8(content).hex())),
                new TreeMap<>(Map.of(RunDefinition.KIND, RunDefinition.KIND_CLASSES)));
    }

    private StudyManifest.Program program(String code) {
        return new StudyManifest.Program(
                "com.example.Cell",
                List.of(),
                false,
                OptionalInt.empty(),
                Optional.empty(),
                List.of(),
                List.of(new Resource("classes", "", classes(code).digest(), new TreeMap<>())),
                outputs,
                workingDirectory,
                List.of());
    }

    private StudyRunner runner(StudyDesign design) {
        return runner(design, "code", 1);
    }

    private StudyRunner runner(StudyDesign design, String code, int parallel) {
        cells.code.clear();
        cells.code.add(classes(code));
        return new StudyRunner(
                "grid",
                program(code),
                design,
                List.of(),
                new RunsDirectory(runs),
                parallel,
                Optional.empty(),
                cells,
                CLOCK,
                Duration.ZERO,
                Optional.empty());
    }

    private StudyManifest made() {
        return runner(DESIGN).run().manifest().orElseThrow();
    }

    /** The directories that are there, of runs or studies called {@code name}. */
    private List<Path> directories(String name) throws IOException {
        try (Stream<Path> all = Files.list(runs.resolve(name))) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<Status> statuses(StudyManifest study) {
        return study.cells().stream().map(StudyManifest.Cell::status).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void makesEachCellOnce(int parallel) throws IOException {
        StudyResult result = runner(DESIGN, "code", parallel).run();

        assertThat(cells.started)
                .containsExactlyInAnyOrder(
                        "rate=0.1, seed 1",
                        "rate=0.1, seed 2",
                        "rate=0.2, seed 1",
                        "rate=0.2, seed 2",
                        "rate=0.3, seed 1",
                        "rate=0.3, seed 2");
        StudyManifest study = result.manifest().orElseThrow();
        assertThat(result.isComplete()).isTrue();
        assertThat(result.directory()).isEqualTo(directories("grid").get(0));
        assertThat(study.cells()).extracting(StudyManifest.Cell::cell).isEqualTo(DESIGN.cells());
        assertThat(statuses(study)).containsOnly(Status.MADE);
        assertThat(study.sittings()).isEqualTo(1);
        assertThat(study.startedOn()).isEqualTo(CLOCK.instant());
        assertThat(StudyResult.read(result.directory())).isEqualTo(study);
        assertThat(study.parent().digest())
                .isEqualTo(Sha256.of(Files.readAllBytes(result.directory().resolve("design.json"))));
        assertThat(VerifiedStudy.unsigned(result.directory()).runs()).hasSize(6);
        for (StudyManifest.Cell cell : study.cells()) {
            Manifest run = ManifestJson.read(runs.resolve(cell.run().orElseThrow()));
            assertThat(run.parent()).contains(study.parent());
            assertThat(cell.result()).contains(run.resultDigest());
        }
    }

    @Nested
    class Killed {
        /** Each cell has three steps: before its directory, before its manifest, and after it. */
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 10, 11, 15, 16, 17})
        void goesOnAndMakesEachCellOnce(int steps) throws IOException {
            Sha256 uninterrupted = uninterrupted();
            cells.stepsUntilKilled = steps;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            cells.stepsUntilKilled = Integer.MAX_VALUE;

            StudyManifest study = made();

            assertThat(study.resultDigest()).isEqualTo(uninterrupted);
            assertThat(statuses(study)).containsOnly(Status.MADE);
            assertThat(study.sittings()).isEqualTo(2);
            assertThat(directories(FakeCells.NAME)).hasSize(6);
            assertThat(directories("grid")).hasSize(1);
            assertThat(cells.resumed).hasSize(steps % 3 == 1 ? 1 : 0);
            assertThat(cells.started).hasSize(steps % 3 == 0 ? 7 : 6);
        }

        @Test
        void goesOnAfterSeveralKills() throws IOException {
            Sha256 uninterrupted = uninterrupted();
            int kills = 0;
            Optional<StudyManifest> study = Optional.empty();
            while (study.isEmpty()) {
                cells.stepsUntilKilled = 4;
                Throwable killed = catchThrowable(() -> runner(DESIGN).run());
                kills += killed == null ? 0 : 1;
                if (killed == null) {
                    study = Optional.of(StudyResult.read(directories("grid").get(0)));
                }
            }

            assertThat(kills).isGreaterThan(1);
            assertThat(study.orElseThrow().sittings()).isEqualTo(kills + 1);
            assertThat(study.orElseThrow().resultDigest()).isEqualTo(uninterrupted);
            assertThat(directories(FakeCells.NAME)).hasSize(6);
        }

        /** As if the process had been killed after each line of its journal, and in the middle of the next. */
        @Test
        void goesOnFromEachLineOfItsJournal() throws IOException {
            Sha256 uninterrupted = made().resultDigest();
            Path study = directories("grid").get(0);
            Path journal = study.resolve("journal.jsonl");
            List<String> lines = Files.readAllLines(journal);
            assertThat(lines).hasSize(13);
            for (int kept = 0; kept < lines.size(); kept++) {
                Files.delete(study.resolve(StudyManifest.FILE_NAME));
                String torn = lines.get(kept).substring(0, lines.get(kept).length() / 2);
                Files.writeString(
                        journal,
                        String.join(
                                        "",
                                        lines.subList(0, kept).stream()
                                                .map(line -> line + "\n")
                                                .toList())
                                + torn);

                StudyManifest resumed = made();

                assertThat(resumed.resultDigest()).as("after %d lines", kept).isEqualTo(uninterrupted);
                assertThat(resumed.cells().stream().map(StudyManifest.Cell::run).distinct())
                        .hasSize(6);
                assertThat(directories("grid")).containsExactly(study);
            }
        }

        @Test
        void takesAnotherIdIfOneIsLeftBehindWithoutAName() throws IOException {
            cells.stepsUntilKilled = 0;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            String id = begun(directories("grid").get(0));
            Files.createDirectories(runs.resolve(FakeCells.NAME).resolve("." + id + ".new"));
            FakeCells clashing = new FakeCells() {
                @Override
                public int start(CellOrder order) {
                    return order.id().equals(id) ? 2 : super.start(order);
                }
            };
            cells = clashing;

            StudyManifest study = made();

            assertThat(statuses(study)).containsOnly(Status.MADE);
            assertThat(study.cells().get(0).run().orElseThrow()).doesNotContain(id);
        }

        @Test
        void makesARunAgainThatCannotBeResumed() throws IOException {
            Sha256 uninterrupted = uninterrupted();
            cells.stepsUntilKilled = 1;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            String id = begun(directories("grid").get(0));
            cells = new FakeCells() {
                @Override
                public int resume(Path directory, CellOrder order) {
                    throw new NotRerunnableException("JVM option", "was a secret and is not recorded");
                }
            };

            StudyManifest study = made();

            assertThat(study.resultDigest()).isEqualTo(uninterrupted);
            assertThat(statuses(study)).containsOnly(Status.MADE);
            assertThat(study.cells().get(0).run().orElseThrow()).doesNotContain(id);
            assertThat(directories(FakeCells.NAME)).hasSize(7);
        }

        @Test
        void waitsForARunThatOutlivedIt() throws Exception {
            cells.stepsUntilKilled = 1;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            cells.stepsUntilKilled = Integer.MAX_VALUE;
            Path run = directories(FakeCells.NAME).get(0);
            StudyManifest begun = StudyDirectory.of(directories("grid").get(0)).design();
            CellOrder order = new CellOrder(
                    DESIGN.cells().get(0),
                    run.getFileName().toString(),
                    begun.parent(),
                    runs,
                    Optional.empty(),
                    run,
                    run,
                    "1:none");
            RunLock lock = RunLock.take(run);
            Thread survivor = new Thread(() -> {
                cells.write(run, order, RunStatus.SUCCEEDED);
                lock.close();
            });
            StudyRunner again = runner(DESIGN); // It sets what the survivor reads.
            survivor.start();

            StudyManifest study = again.run().manifest().orElseThrow();

            survivor.join();
            assertThat(statuses(study)).containsOnly(Status.MADE);
            assertThat(cells.resumed).isEmpty();
            assertThat(directories(FakeCells.NAME)).hasSize(6);
        }

        private Sha256 uninterrupted() {
            Path others = runs;
            runs = others.resolveSibling("uninterrupted");
            Sha256 digest = made().resultDigest();
            runs = others;
            cells = new FakeCells();
            return digest;
        }

        private String begun(Path study) throws IOException {
            return Files.readAllLines(study.resolve("journal.jsonl"))
                    .get(1)
                    .replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
        }
    }

    @Test
    void statesWhichCellsFailedAndWhy() throws IOException {
        cells.failing.add("rate=0.2, seed 1");

        StudyResult result = runner(DESIGN).run();

        StudyManifest study = result.manifest().orElseThrow();
        assertThat(result.isComplete()).isFalse();
        assertThat(study.counts()).isEqualTo("5 MADE, 1 FAILED");
        StudyManifest.Cell failed = study.cells().get(2);
        assertThat(failed.cause()).contains("told to");
        assertThat(failed.manifest()).isPresent();
        assertThat(failed.result()).isEmpty();
        assertThat(StudyResult.read(result.directory())).isEqualTo(study);
    }

    @Test
    void saysIfAProgramMakesNoRunOrItsProcessIsKilled() {
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                switch (order.cell().toString()) {
                    case "rate=0.1, seed 1" -> {
                        return 0;
                    }
                    case "rate=0.1, seed 2" -> {
                        write(order.result(), refusal(order.id()));
                        return 2;
                    }
                    case "rate=0.2, seed 2" -> {
                        write(order.result(), refusal("an-earlier-attempt"));
                        return 137;
                    }
                    case "rate=0.3, seed 1" ->
                        throw new NotRerunnableException("java", "cannot be started (no memory)");
                    case "rate=0.2, seed 1" -> {
                        try {
                            Files.createDirectories(
                                    order.runsDirectory().resolve(NAME).resolve(order.id()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return 137;
                    }
                    default -> {
                        return super.start(order);
                    }
                }
            }

            private String refusal(String id) {
                return "{\"status\":\"REFUSED\",\"id\":\"" + id + "\",\"cause\":\"seed: no\",\"exitStatus\":2}\n";
            }

            private void write(Path file, String text) {
                try {
                    Files.writeString(file, text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        StudyManifest study = made();

        assertThat(study.cells().subList(0, 5).stream().map(cell -> cell.cause().orElseThrow()))
                .containsExactly(
                        "ended with status 0 and made no run: a program that does not call launch is for --wrap",
                        "seed: no",
                        "its JVM ended with status 137 and left no manifest",
                        "ended with status 137 and made no run; " + output(study, 4) + " has what it printed",
                        "java: cannot be started (no memory)");
        assertThat(study.counts()).isEqualTo("1 MADE, 5 FAILED");
    }

    private Path output(StudyManifest study, int cell) {
        return runs.resolve("grid/" + study.id() + "/cells/" + cell + ".log");
    }

    @Test
    void failsTheCellsWhoseRunsHadOtherCode() throws IOException {
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                if (started.size() == 4) {
                    code.set(0, classes("rebuilt"));
                }
                return super.start(order);
            }
        };

        StudyResult result = runner(DESIGN).run();

        StudyManifest study = result.manifest().orElseThrow();
        assertThat(study.counts()).isEqualTo("4 MADE, 2 FAILED");
        assertThat(study.cells().get(4).cause())
                .contains("the code is not the study's: classes has "
                        + classes("rebuilt").digest() + ", not "
                        + classes("code").digest());
        assertThat(VerifiedStudy.unsigned(result.directory()).runs()).hasSize(6);
    }

    @Test
    void excludesWhatItIsToldTo() {
        StudyDesign.Exclusion exclusion = new StudyDesign.Exclusion(new TreeMap<>(Map.of("rate", "0.3")), "diverges");

        StudyResult result = runner(design(List.of(exclusion))).run();

        StudyManifest study = result.manifest().orElseThrow();
        assertThat(result.isComplete()).isTrue();
        assertThat(study.counts()).isEqualTo("4 MADE, 2 EXCLUDED");
        assertThat(study.cells().get(5).cause()).contains("diverges");
        assertThat(cells.started).hasSize(4);
    }

    @Test
    void stopsIfTheProgramNeverAsksForAParameter() throws IOException {
        cells.ignored.add("rate");

        assertThatThrownBy(() -> runner(DESIGN).run())
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("grid rate: the program never asked for the parameter rate in the run cell/")
                .hasMessageEndingWith("; the study stops");
        assertThat(cells.started).hasSize(1);
        assertThat(directories(FakeCells.NAME)).hasSize(1);
        assertThat(StudyResult.soFar(directories("grid").get(0)).cells()).isEmpty();
    }

    @Test
    void isTheOnlyOneOfItsNameAtATime() {
        List<Throwable> second = new ArrayList<>();
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                if (second.isEmpty()) {
                    second.add(catchThrowable(() -> runner(DESIGN).run()));
                }
                return super.start(order);
            }
        };

        StudyManifest study = made();

        assertThat(second.get(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("study grid: a study of this name is running, in " + runs.resolve("grid")
                        + "; wait for it, or choose another name or --runs");
        assertThat(statuses(study)).containsOnly(Status.MADE);
    }

    @Test
    void tellsOfEachFailureOfRunsAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                try {
                    both.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new AssertionError(e);
                }
                throw new UnwritableException("disk", "full at " + order.cell());
            }
        };

        Throwable failure = catchThrowable(() -> runner(DESIGN, "code", 2).run());

        assertThat(failure).isInstanceOf(UnwritableException.class);
        assertThat(Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                        .map(Throwable::getMessage))
                .containsExactlyInAnyOrder("disk: full at rate=0.1, seed 1", "disk: full at rate=0.1, seed 2");
    }

    @Test
    void keepsWhatWasMadeIfItCannotWrite() throws IOException {
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                int status = super.start(order);
                if (started.size() == 2) {
                    throw new UnwritableException("disk", "full");
                }
                return status;
            }
        };
        assertThatThrownBy(() -> runner(DESIGN).run())
                .isInstanceOf(ReproException.class)
                .hasMessage("disk: full");
        assertThat(StudyResult.soFar(directories("grid").get(0)).counts()).isEqualTo("1 MADE");

        assertThat(made().counts()).isEqualTo("6 MADE");
        assertThat(directories(FakeCells.NAME)).hasSize(6);
    }

    @Test
    void settlesNoCellThatFailedWhenNothingCouldBeWritten() throws IOException {
        cells = new FakeCells() {
            @Override
            public int start(CellOrder order) {
                if (order.cell().toString().equals("rate=0.2, seed 1")) {
                    fillTheDisk(order);
                    return 2;
                }
                return super.start(order);
            }
        };

        assertThatThrownBy(() -> runner(DESIGN).run())
                .isInstanceOf(UnwritableException.class)
                .hasMessageMatching(
                        ".*: nothing more can be written there \\(.*\\); the study stops, its runs are kept,"
                                + " and the same command continues it");
        Path study = directories("grid").get(0);
        assertThat(StudyResult.soFar(study).counts()).isEqualTo("2 MADE");

        Files.delete(study.resolve("cells"));
        Files.createDirectory(study.resolve("cells"));
        cells = new FakeCells();
        assertThat(made().counts()).isEqualTo("6 MADE");
        assertThat(directories(FakeCells.NAME)).hasSize(6);
    }

    /** As far as a test can: a file stands in the way of what the run and the study would write. */
    private static void fillTheDisk(CellOrder order) {
        try {
            Files.delete(order.output().getParent());
            Files.createFile(order.output().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class TheSameAgain {
        @Test
        void isReferredToAndNotRepeated() throws IOException {
            StudyManifest first = made();

            StudyManifest second = made();

            assertThat(cells.started).hasSize(6);
            assertThat(statuses(second)).containsOnly(Status.REFERRED);
            assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(runsOf(second)).isEqualTo(runsOf(first));
            assertThat(directories("grid")).hasSize(2);
        }

        @Test
        void isMadeAnewWithOtherCode() {
            StudyManifest first = made();

            StudyManifest second =
                    runner(DESIGN, "other code", 1).run().manifest().orElseThrow();

            assertThat(statuses(second)).containsOnly(Status.MADE);
            assertThat(runsOf(second)).doesNotContainAnyElementsOf(runsOf(first));
        }

        @Test
        void isMadeAnewWithOtherOutputs() {
            StudyManifest first = made();
            outputs = List.of("../model.bin");

            StudyManifest second = made();

            assertThat(statuses(second)).containsOnly(Status.MADE);
            assertThat(runsOf(second)).doesNotContainAnyElementsOf(runsOf(first));
            assertThat(statuses(made())).containsOnly(Status.REFERRED);
        }

        @Test
        void isNotGoneOnWithFromAnotherFolder() throws IOException {
            cells.stepsUntilKilled = 3;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            cells.stepsUntilKilled = Integer.MAX_VALUE;
            workingDirectory = folder.toString();

            StudyManifest study = made();

            assertThat(statuses(study)).containsOnly(Status.MADE);
            assertThat(study.sittings()).isEqualTo(1);
            assertThat(directories("grid")).hasSize(2);
        }

        @Test
        void isMadeAnewWithOtherData() throws IOException {
            Path claims = Files.writeString(folder.toRealPath().resolve("claims.csv"), "1");
            cells.input = Optional.of(claims);
            made();
            assertThat(statuses(made())).containsOnly(Status.REFERRED);
            Files.writeString(claims, "2");

            assertThat(statuses(made())).containsOnly(Status.MADE);
        }

        @Test
        void isMadeAnewWhereARunIsNoLongerWhatItWas() throws IOException {
            StudyManifest first = made();
            Files.writeString(
                    runs.resolve(first.cells().get(1).run().orElseThrow()).resolve("outputs/what.txt"), "tampered");

            StudyManifest second = made();

            assertThat(statuses(second))
                    .containsExactly(
                            Status.REFERRED,
                            Status.MADE,
                            Status.REFERRED,
                            Status.REFERRED,
                            Status.REFERRED,
                            Status.REFERRED);
            assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
        }

        /** An earlier statement is not signed: it can say of one run that it is that of another cell. */
        @Test
        void isMadeAnewWhereAnEarlierStudyHasTheRunOfAnotherCell() throws IOException {
            StudyManifest first = made();
            Path statement = directories("grid").get(0).resolve(StudyManifest.FILE_NAME);
            List<StudyManifest.Cell> swapped = new ArrayList<>(first.cells());
            swap(swapped, 0, 2); // Of one seed, with other parameters.
            Files.write(
                    statement,
                    StudyJson.write(new StudyManifest(
                            first.name(),
                            first.id(),
                            first.designDigest(),
                            first.program(),
                            first.design(),
                            first.builderVersions(),
                            first.startedOn(),
                            first.finishedOn(),
                            first.sittings(),
                            swapped,
                            StudyJson.resultDigest(swapped),
                            first.unknown(),
                            first.within())));
            assertThatThrownBy(() -> VerifiedStudy.unsigned(directories("grid").get(0)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("expected the run of rate=0.1, seed 1, found one that is not:"
                            + " has 0.2 as rate, not the study's 0.1");

            StudyManifest second = made();

            assertThat(second.counts()).isEqualTo("2 MADE, 4 REFERRED");
            assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
        }

        private static void swap(List<StudyManifest.Cell> cells, int one, int other) {
            StudyManifest.Cell former = cells.get(one);
            cells.set(one, with(former.cell(), cells.get(other)));
            cells.set(other, with(cells.get(other).cell(), former));
        }

        private static StudyManifest.Cell with(StudyDesign.Cell cell, StudyManifest.Cell run) {
            return new StudyManifest.Cell(cell, run.status(), run.cause(), run.run(), run.manifest(), run.result());
        }

        @ParameterizedTest
        @ValueSource(strings = {"../../elsewhere", "elsewhere", "\\u0000/1"})
        void passesOverAnEarlierStudyWhoseJournalLeadsOutside(String run) throws IOException {
            StudyManifest first = made();
            Path study = directories("grid").get(0);
            Files.delete(study.resolve(StudyManifest.FILE_NAME));
            Path journal = study.resolve("journal.jsonl");
            Files.writeString(
                    journal,
                    Files.readString(journal)
                            .replace("\"" + first.cells().get(0).run().orElseThrow() + "\"", "\"" + run + "\""));
            assertThatThrownBy(() -> StudyResult.soFar(study))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith(study + ": its journal is damaged: ");

            assertThat(runner(design(List.of(new StudyDesign.Exclusion(new TreeMap<>(Map.of("rate", "0.3")), "slow"))))
                            .run()
                            .manifest()
                            .orElseThrow()
                            .counts())
                    .isEqualTo("4 MADE, 2 EXCLUDED");
        }

        @Test
        void doesNotGoOnWithAJournalWhoseIdsAreNoNames() throws IOException {
            cells.stepsUntilKilled = 0;
            assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);
            Path study = directories("grid").get(0);
            Path journal = study.resolve("journal.jsonl");
            String damaged = Files.readString(journal).replaceAll("\"id\":\"", "$0../");
            Files.writeString(journal, damaged);
            assertThatThrownBy(() -> StudyJournal.open(study, DESIGN.cells(), new TreeMap<>(), CLOCK))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageStartingWith(study + ": its journal is damaged: id: \"../");

            StudyManifest another = made();

            assertThat(another.counts()).isEqualTo("6 MADE");
            assertThat(another.id()).isNotEqualTo(study.getFileName().toString());
            assertThat(journal).hasContent(damaged);
        }

        @Test
        void makesWhatFailedAgain() {
            cells.failing.add("rate=0.2, seed 1");
            made();
            cells.failing.clear();

            assertThat(made().counts()).isEqualTo("1 MADE, 5 REFERRED");
        }

        private Set<Optional<String>> runsOf(StudyManifest study) {
            Set<Optional<String>> names = new HashSet<>();
            study.cells().forEach(cell -> names.add(cell.run()));
            return names;
        }
    }

    @Test
    void aStudyThatHasNotEndedHasNoStatement() {
        cells.stepsUntilKilled = 3;
        assertThatThrownBy(() -> runner(DESIGN).run()).isInstanceOf(FakeCells.Killed.class);

        assertThatThrownBy(() -> StudyResult.read(directories("grid").get(0)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith("holds no study.json: the study has not ended");
    }
}
