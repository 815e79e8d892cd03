package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFolder;
import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.machine.NumericCanary;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.spi.testing.FakeRun;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;

/** A training that died at any iteration, and was resumed, made what one that did not made. */
class ResumeTests {
    @TempDir
    Path directory;

    private int iterations;

    static List<Trainings.Case> trainings() {
        return Trainings.all();
    }

    /** Stands for the death of the process. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What it keeps is no part of the training. */
    private static final class Watch extends BaseTrainingListener {
        private final transient ResumeTests test;
        private final transient int crashAt;

        Watch(ResumeTests test, int crashAt) {
            this.test = test;
            this.crashAt = crashAt;
        }

        void over(Model network) {
            if (network instanceof MultiLayerNetwork layers) {
                layers.addListeners(this);
            } else {
                ((ComputationGraph) network).addListeners(this);
            }
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            if (++test.iterations == crashAt) {
                throw new Crash();
            }
        }
    }

    /** Everything that the run leaves: outputs, trace, metrics. */
    private SortedMap<String, String> run(FakeRun run, Trainings.Case training, int every, int crashAt)
            throws Exception {
        iterations = 0;
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            session.dl4j().traceEvery(1).checkpointEvery(every);
            training.program().run(run, session.dl4j(), new Watch(this, crashAt)::over);
            session.finish();
        }
        SortedMap<String, String> left = new TreeMap<>(run.state().metrics());
        left.put(TraceWriter.FILE_NAME, hex(run.directory().resolve(TraceWriter.FILE_NAME)));
        try (Stream<Path> outputs = Files.list(run.directory().resolve("outputs"))) {
            for (Path output : outputs.toList()) {
                left.put(output.getFileName().toString(), hex(output));
            }
        }
        return left;
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    private FakeRun crashed(FakeRun run, Trainings.Case training, int every, int crashAt) throws Exception {
        try {
            run(run, training, every, crashAt);
        } catch (Crash e) {
            return run.resumed();
        }
        throw new AssertionError("the training ended before iteration " + crashAt);
    }

    private void dieAndResume(Trainings.Case training, boolean everywhere) throws Exception {
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int total = iterations;
        List<Integer> deaths =
                everywhere ? IntStream.rangeClosed(1, total).boxed().toList() : List.of(1, total / 2, total / 2 + 1);
        for (int crashAt : deaths) {
            FakeRun resumed = crashed(Runs.fake(42, directory), training, 2, crashAt);
            assertThat(run(resumed, training, 2, Integer.MAX_VALUE))
                    .as("died at iteration %d of %d; %s", crashAt, total, resumed.journalEntries())
                    .isEqualTo(uninterrupted);
            assertThat(iterations).isLessThanOrEqualTo(total - Math.max(0, crashAt - 4));
        }
        assertThat(total).isGreaterThan(8);
    }

    /** A thread's own variables are in no checkpoint. */
    @Test
    void saysThatTheResumedTrainingIsNotTheInterruptedOne() throws Exception {
        Trainings.Case training = new Trainings.Case("rate by a thread's count", (run, dl4j, watch) -> {
            MultiLayerNetwork network = Networks.mlp();
            ThreadLocal<Integer> count = ThreadLocal.withInitial(() -> 0);
            network.setListeners(new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    count.set(count.get() + 1);
                    network.setLearningRate(0.1 / count.get());
                }
            });
            watch.accept(network);
            dl4j.fit(network, Networks.table(), 4);
            dl4j.save("model.zip", network);
            count.remove();
        });
        FakeRun resumed = crashed(Runs.fake(42, directory), training, 4, 8);

        run(resumed, training, 4, Integer.MAX_VALUE);

        assertThat(resumed.hazards())
                .extracting(Hazard::kind, Hazard::treatment)
                .contains(
                        tuple("resumed without state that the training depends on", Hazard.Treatment.UNCONTROLLED),
                        tuple("resumed without state of a listener", Hazard.Treatment.UNCONTROLLED));
        assertThat(resumed.hazards())
                .filteredOn(hazard -> hazard.kind().endsWith("state of a listener"))
                .singleElement()
                .extracting(Hazard::advice)
                .asString()
                .startsWith("The resumed run could not restore val$count, so it may differ");
    }

    /** Of the steps behind the checkpoint the first is damaged. */
    @Test
    void saysThatNobodyKnowsWhetherTheResumedTrainingIsTheInterruptedOne() throws Exception {
        Trainings.Case training = trainings().get(0);
        FakeRun resumed = crashed(Runs.fake(42, directory), training, 4, 8);
        Path trace = resumed.directory().resolve(TraceWriter.FILE_NAME);
        long covered = new CheckpointFolder(resumed.checkpoints())
                .read(new CheckpointFolder(resumed.checkpoints()).newestFirst().get(0))
                .number(FitCheckpoint.TRACE_OFFSET);
        byte[] bytes = Files.readAllBytes(trace);
        bytes[(int) covered + 8] ^= 1;
        Files.write(trace, bytes);

        run(resumed, training, 4, Integer.MAX_VALUE);

        assertThat(resumed.hazards()).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind())
                    .isEqualTo("resumed without comparison with what was trained before the interruption");
            assertThat(hazard.treatment()).isEqualTo(Hazard.Treatment.UNCONTROLLED);
            assertThat(hazard.advice())
                    .startsWith("Nobody knows whether it is the same, because the trace of then could"
                            + " not be compared (its next step cannot be read: ");
        });
    }

    /** In the middle of epochs, and at their ends. */
    @ParameterizedTest
    @MethodSource("trainings")
    void endsWithTheSameBytes(Trainings.Case training) throws Exception {
        dieAndResume(training, false);
    }

    @Tag("crash")
    @ParameterizedTest
    @MethodSource("trainings")
    void endsWithTheSameBytesWhereverItDied(Trainings.Case training) throws Exception {
        dieAndResume(training, true);
    }

    @Test
    void canDieAndBeResumedManyTimes() throws Exception {
        Trainings.Case training = trainings().get(1);
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int total = iterations;
        FakeRun run = Runs.fake(42, directory);
        for (int i = 0; i < total / 2 - 1; i++) {
            run = crashed(run, training, 2, 4);
        }

        assertThat(run(run, training, 2, Integer.MAX_VALUE)).isEqualTo(uninterrupted);
        assertThat(iterations).isLessThanOrEqualTo(4);
        assertThat(run.journalEntries().get(0)).startsWith("continued {epoch=2, file=fit-000000-0000000000");
    }

    @Test
    void goesOnFromTheCheckpointBeforeADamagedOneAndSaysSo() throws Exception {
        Trainings.Case training = trainings().get(0);
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        FakeRun resumed = crashed(Runs.fake(42, directory), training, 2, 8);
        Path newest = new CheckpointFolder(resumed.checkpoints()).newestFirst().get(0);
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));

        assertThat(run(resumed, training, 2, Integer.MAX_VALUE)).isEqualTo(uninterrupted);
        assertThat(resumed.journalEntries().get(0))
                .startsWith("refused {file=fit-000000-000000000000006.checkpoint, problem=")
                .endsWith("is damaged: it ends early}");
        assertThat(resumed.journalEntries().get(1)).startsWith("continued {").contains("iteration=4");
    }

    @Test
    void trainsFromTheStartWhereEveryCheckpointIsDamaged() throws Exception {
        Trainings.Case training = trainings().get(0);
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        FakeRun resumed = crashed(Runs.fake(42, directory), training, 2, 8);
        for (Path file : new CheckpointFolder(resumed.checkpoints()).newestFirst()) {
            Files.writeString(file, "damaged");
        }

        assertThat(run(resumed, training, 2, Integer.MAX_VALUE)).isEqualTo(uninterrupted);
        assertThat(resumed.journalEntries().get(2)).isEqualTo("continued {start=no checkpoint}");
    }

    @Test
    void stopsWithACheckpointWhenAskedToAndGoesOn() throws Exception {
        Trainings.Case training = trainings().get(2);
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        FakeRun stopped = Runs.fake(42, directory);
        Trainings.Case asking = new Trainings.Case(
                "asking",
                (run, dl4j, watch) -> training.program()
                        .run(
                                run,
                                dl4j,
                                network -> ((MultiLayerNetwork) network).addListeners(new BaseTrainingListener() {
                                    @Override
                                    public void iterationDone(Model model, int iteration, int epoch) {
                                        run.requestStop(iteration >= 16);
                                    }
                                })));

        assertThatThrownBy(() -> run(stopped, asking, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isInstanceOf(RunStoppedException.class)
                .hasMessage("training: was asked to stop and did at iteration 18, epoch 1");
        assertThat(stopped.journalEntries()).hasSize(1).first().asString().startsWith("written {epoch=1, file=");
        FakeRun resumed = stopped.resumed();
        assertThat(run(resumed, training, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(uninterrupted);
        assertThat(resumed.journalEntries().get(0)).contains("iteration=18");
    }

    @Test
    void goesOnTrainingWhereACheckpointCannotBeWrittenAndSaysSo() throws Exception {
        Trainings.Case training = trainings().get(0);
        FakeRun run = Runs.fake(42, directory);
        Files.writeString(run.checkpoints(), "a file in the way");

        run(run, training, 4, Integer.MAX_VALUE);

        assertThat(run.journalEntries()).hasSize(4).allMatch(line -> line.startsWith("failed {problem=java.nio.file."));
    }

    @Test
    void refusesOtherDataAndTrainsFromTheStartTheNextTime() throws Exception {
        Trainings.Case training = trainings().get(0);
        SortedMap<String, String> uninterrupted =
                run(Runs.fake(42, directory), training, Integer.MAX_VALUE, Integer.MAX_VALUE);
        FakeRun changed = crashed(Runs.fake(42, directory), training, 2, 8);
        Trainings.Case other = new Trainings.Case(
                "other data",
                (run, dl4j, watch) ->
                        dl4j.fit(Networks.mlp(Networks.seeded(new Adam(0.02))), Trainings.noisy(), Fitting.epochs(3)));

        assertThatThrownBy(() -> run(changed, other, 2, Integer.MAX_VALUE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("expected data with the digest", "which trains from the start");
        FakeRun again = changed.resumed();
        assertThat(run(again, training, 2, Integer.MAX_VALUE)).isEqualTo(uninterrupted);
        assertThat(again.journalEntries().get(0)).isEqualTo("continued {start=no checkpoint}");
    }

    @Test
    void saysWhatTheDataCanDrawFromButHadNot() throws Exception {
        Trainings.Case training = trainings().stream()
                .filter(each -> each.name().startsWith("generators of both"))
                .findFirst()
                .orElseThrow();
        FakeRun early = crashed(Runs.fake(42, directory), training, 2, 4);
        FakeRun late = crashed(Runs.fake(42, directory), training, 2, 8);
        run(early, training, 2, Integer.MAX_VALUE);
        run(late, training, 2, Integer.MAX_VALUE);

        assertThat(early.hazards())
                .extracting(Hazard::kind)
                .singleElement()
                .asString()
                .matches("resumed without generator in listener.*\\.ofListener, from which the data can draw too");
        assertThat(late.hazards()).isEmpty();
    }

    @Test
    void goesOnTrainingWhereACheckpointCannotBeMadeAndSaysSo() throws Exception {
        Trainings.Case training = trainings().get(0);
        FakeRun run = Runs.fake(42, directory);
        run.state().failToSave();

        run(run, training, 4, Integer.MAX_VALUE);

        assertThat(run.journalEntries())
                .isNotEmpty()
                .containsOnly("failed {problem=java.lang.IllegalStateException: unsavable}");
    }

    @Test
    void refusesOtherNumerics() throws Exception {
        FakeRun resumed = crashed(Runs.fake(42, directory), trainings().get(0), 2, 8);
        SortedMap<String, Evidence<String>> other = NumericCanary.facts();
        String here = other.put("nd4j.canary.sum.float", Evidence.observed("another digest"))
                .fold(digest -> digest, reason -> reason);
        try (RunTrace trace = RunTrace.ofThisJvm(resumed, () -> {
            throw new AssertionError("nothing is traced");
        })) {
            assertThatThrownBy(() -> new Checkpoints(resumed, trace, other))
                    .isInstanceOf(NotRerunnableException.class)
                    .hasMessage(
                            "nd4j.canary.sum.float: this machine or this JVM gives another digest, but the run to be resumed"
                                    + " had " + here);
        }
    }

    @Test
    void refusesAProgramThatNeverComesToItsTraining() throws Exception {
        FakeRun changed = crashed(Runs.fake(42, directory), trainings().get(0), 2, 8);
        Trainings.Case empty = new Trainings.Case("empty", (run, dl4j, watch) -> {});

        assertThatThrownBy(() -> run(changed, empty, 2, Integer.MAX_VALUE))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith(
                        "expected training number 0, to go on with, found only 0 trainings; was the program changed?");
    }

    @Test
    void severalTrainingsAtOnceAreNotSaved() throws Exception {
        FakeRun run = Runs.fake(42, directory);
        Trainings.Case nested = new Trainings.Case("nested", (fake, dl4j, watch) -> {
            MultiLayerNetwork outer = Networks.mlp();
            outer.setListeners(new BaseTrainingListener() {
                @Override
                public void onEpochEnd(Model model) {
                    dl4j.fit(Networks.mlp(), Networks.table(), 1);
                }
            });
            dl4j.fit(outer, Networks.table(), 2);
            dl4j.save("model.zip", outer);
        });

        run(run, nested, 1, Integer.MAX_VALUE);

        assertThat(new CheckpointFolder(run.checkpoints()).newestFirst()).isEmpty();
    }
}
