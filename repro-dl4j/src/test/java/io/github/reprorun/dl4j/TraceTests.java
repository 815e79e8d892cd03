package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.generator.PlaceGenerators;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.dl4j.internal.trace.TraceCadence;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.testing.FakeRun;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceCursor;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TraceTests {
    @TempDir
    Path directory;

    static List<Networks.Case> networks() {
        return Networks.all();
    }

    /** The trace of a run of {@code body}. */
    private Path trace(Consumer<Dl4jRun> body) {
        FakeRun run = Runs.fake(42, directory);
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            body.accept(session.dl4j());
        }
        return run.directory().resolve(TraceWriter.FILE_NAME);
    }

    private static Optional<Divergence> divergence(Path expected, Path actual) {
        try (TraceReader first = TraceReader.open(expected);
                TraceReader second = TraceReader.open(actual)) {
            return TraceComparison.firstDivergence(first, second);
        }
    }

    /** One network's steps as {@code name epoch/iteration}. */
    private static List<String> steps(Path file) {
        List<String> steps = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(file)) {
            TraceCursor cursor = reader.cursor();
            while (cursor.next()) {
                steps.add(cursor.step().network().name() + " " + cursor.step().epoch() + "/"
                        + cursor.step().iteration());
            }
        }
        return steps;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void equalTrainingsHaveEqualTraces(Networks.Case network) {
        Consumer<Dl4jRun> training = dl4j ->
                network.training().run(dl4j.traceEvery(1), network.network().get());
        Path first = trace(training);

        assertThat(trace(training)).hasSameBinaryContentAs(first);
        assertThat(steps(first)).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({"mlp,8,layer0 layer1 layer2", "cnn,8,layer0 layer2", "lstm,24,layer0 layer1", "graph,2,a b out"})
    void eachStepIsTracedByLayer(String name, int count, String layers) {
        Networks.Case network = networks().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Path file = trace(dl4j ->
                network.training().run(dl4j.traceEvery(1), network.network().get()));

        try (TraceReader reader = TraceReader.open(file)) {
            assertThat(reader.steps()).isEqualTo(count);
            assertThat(reader.networks()).singleElement().satisfies(traced -> {
                assertThat(traced.name()).isEqualTo("network0");
                assertThat(traced.layers()).containsExactly(layers.split(" ", -1));
            });
            TraceCursor cursor = reader.cursor();
            for (int i = 0; cursor.next(); i++) {
                assertThat(cursor.step().iteration()).isEqualTo(i);
                assertThat(List.of(Quantity.BATCH, Quantity.GENERATOR, Quantity.SCORE, Quantity.UPDATER_STATE))
                        .allMatch(cursor.step()::has);
                assertThat(List.of(Quantity.PARAMETERS_IN, Quantity.GRADIENT, Quantity.UPDATE))
                        .allMatch(cursor.step()::hasLayers);
            }
        }
    }

    @Nested
    class Cadence {
        @Test
        void isChosenByTheNetworkAndTheSameInEachRun() {
            Consumer<Dl4jRun> training = dl4j -> dl4j.fit(Networks.mlp(), Networks.table(), 2);
            Path first = trace(training);

            assertThat(trace(training)).hasSameBinaryContentAs(first);
            try (TraceReader reader = TraceReader.open(first)) {
                assertThat(reader.header()).isEqualTo(new TraceCadence(1, 1, 2, false).header());
            }
        }

        @Test
        void leavesOutWhatIsNotDue() {
            Path file = trace(dl4j -> dl4j.traceEvery(4).fit(Networks.mlp(), Networks.table(), 2));
            List<Integer> with = new ArrayList<>();
            try (TraceReader reader = TraceReader.open(file)) {
                TraceCursor cursor = reader.cursor();
                while (cursor.next()) {
                    if (cursor.step().hasLayers(Quantity.PARAMETERS_IN)
                            && cursor.step().hasLayers(Quantity.GRADIENT)
                            && cursor.step().has(Quantity.UPDATER_STATE)) {
                        with.add(cursor.step().iteration());
                    }
                    assertThat(cursor.step().has(Quantity.BATCH)).isTrue();
                }
            }
            assertThat(with).containsExactly(0, 4);
        }

        @Test
        void cannotBeChosenWhenStepsAreTraced() {
            trace(dl4j -> {
                dl4j.fit(Networks.mlp(), Networks.table(), 1);
                assertThatThrownBy(() -> dl4j.traceEvery(1))
                        .isInstanceOf(UsageException.class)
                        .hasMessage("trace: has begun; choose its cadence before the first network is trained");
            });
        }

        @Test
        void maybeFullWithActivations() {
            FakeRun run = Runs.fake(42, directory);
            try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()));
                    RunTrace trace = new RunTrace(
                            run.directory(), ((PlaceGenerators) Nd4j.getRandomFactory())::current, "full")) {
                assertThat(session.environment()).isNotEmpty();
                MultiLayerNetwork network = Networks.cnn();
                Listeners.follow(network, trace.listener(network).orElseThrow());
                network.fit(Networks.images(), 1);
            }
            try (TraceReader reader = TraceReader.open(run.directory().resolve(TraceWriter.FILE_NAME))) {
                TraceCursor cursor = reader.cursor();
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.step().value(Quantity.ACTIVATIONS, 0))
                        .isNotEqualTo(cursor.step().value(Quantity.ACTIVATIONS, 1));
                assertThat(cursor.step().hasLayers(Quantity.PARAMETERS)).isTrue();
            }
        }

        @Test
        void maybeOff() {
            RunTrace off = new RunTrace(
                    directory,
                    () -> {
                        throw new AssertionError();
                    },
                    "off");
            assertThat(off.listener(Networks.mlp())).isEmpty();
            off.close();
            assertThat(directory.resolve(TraceWriter.FILE_NAME)).doesNotExist();
        }
    }

    @Nested
    class ALoopOfTheProgramsOwn {
        private void loop(MultiLayerNetwork network, Consumer<Integer> before) {
            DataSetIterator iterator = Networks.table();
            for (int i = 0; iterator.hasNext(); i++) {
                before.accept(i);
                network.fit(iterator.next());
            }
        }

        @Test
        void isTracedAsFitIs() {
            Path fitted = trace(dl4j -> dl4j.traceEvery(1).fit(Networks.mlp(), Networks.table(), 1));
            Path tracked = trace(dl4j -> loop(dl4j.traceEvery(1).track(Networks.mlp()), i -> {}));

            assertThat(divergence(fitted, tracked)).isEmpty();
            assertThat(steps(tracked)).containsExactly("network0 0/0", "network0 0/1", "network0 0/2", "network0 0/3");
        }

        @Test
        void isTracedOnceThoughItEndsInFit() {
            Path file = trace(dl4j -> {
                MultiLayerNetwork network = dl4j.track(dl4j.track(Networks.mlp()));
                CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
                network.addListeners(scores);
                dl4j.fit(network, Networks.table(), 1);
                loop(network, i -> {});
                assertThat(network.getListeners()).hasSize(2).last().isSameAs(scores);
            });

            assertThat(steps(file)).hasSize(8).doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @CsvSource({"0,0", "1,1", "2,2", "3,0"})
        void isFoundToPartWhereAWeightWasNudgedByOneUlp(int iteration, int layer) {
            Path expected = trace(dl4j -> loop(dl4j.traceEvery(1).track(Networks.mlp()), i -> {}));
            Path actual = trace(dl4j -> {
                MultiLayerNetwork network = dl4j.traceEvery(1).track(Networks.mlp());
                loop(network, i -> {
                    if (i == iteration) {
                        INDArray parameters = network.getLayer(layer).params();
                        parameters.putScalar(1, Math.nextUp(parameters.getFloat(1)));
                    }
                });
            });

            assertThat(divergence(expected, actual)).hasValueSatisfying(found -> {
                assertThat(found.iteration()).isEqualTo(iteration);
                assertThat(found.layers()).containsExactly("layer" + layer);
                assertThat(found.phase()).isEqualTo(Phase.PARAMETERS);
                assertThat(found.quantity()).isEqualTo("parameters-in");
            });
        }
    }

    @Nested
    class WhereTwoRunsPart {
        private Path plain() {
            return trace(dl4j -> dl4j.traceEvery(1).fit(Networks.mlp(), Networks.table(), 1));
        }

        private void assertParted(Path actual, int iteration, Phase phase, String quantity) {
            assertThat(divergence(plain(), actual)).hasValueSatisfying(found -> {
                assertThat(found.iteration()).isEqualTo(iteration);
                assertThat(found.phase()).isEqualTo(phase);
                assertThat(found.quantity()).isEqualTo(quantity);
            });
        }

        @Test
        void isTheBatchForTwoSwappedRows() {
            List<DataSet> rows = Networks.examples(5);
            DataSet row = rows.get(9);
            rows.set(9, rows.get(10));
            rows.set(10, row);

            assertParted(
                    trace(dl4j -> dl4j.traceEvery(1).fit(Networks.mlp(), Networks.prefetched(rows, 8), 1)),
                    1,
                    Phase.BATCH,
                    "batch");
        }

        @Test
        void isTheBatchForOtherRowsOfOneArray() {
            DataSet rows = DataSet.merge(Networks.examples(5));
            Path first = trace(dl4j -> dl4j.traceEvery(1).track(Networks.mlp()).fit(rows(rows, 0)));
            Path second = trace(dl4j -> dl4j.traceEvery(1).track(Networks.mlp()).fit(rows(rows, 8)));

            assertThat(divergence(first, second))
                    .hasValueSatisfying(found -> assertThat(found.phase()).isEqualTo(Phase.BATCH));
        }

        private DataSet rows(DataSet all, int from) {
            return new DataSet(
                    all.getFeatures().get(NDArrayIndex.interval(from, from + 8)),
                    all.getLabels().get(NDArrayIndex.interval(0, 8)));
        }

        @Test
        void isTheGeneratorForAnotherStateOfDropout() {
            assertParted(
                    trace(dl4j -> {
                        MultiLayerNetwork network = Networks.mlp();
                        Nd4j.getRandom().nextLong();
                        dl4j.traceEvery(1).fit(network, Networks.table(), 1);
                    }),
                    0,
                    Phase.GENERATOR,
                    "generator");
        }

        @Test
        void isTheUpdateForAnotherLearningRate() {
            assertParted(
                    trace(dl4j ->
                            dl4j.traceEvery(1).fit(Networks.mlp(Networks.seeded(new Adam(0.02))), Networks.table(), 1)),
                    0,
                    Phase.UPDATE,
                    "update");
        }

        @Test
        void isTheGradientForAnotherWeightOfTheLoss() {
            Path first = trace(dl4j -> dl4j.traceEvery(1).fit(lossOf(1f), Networks.table(), 1));
            Path second = trace(dl4j -> dl4j.traceEvery(1).fit(lossOf(2f), Networks.table(), 1));

            assertThat(divergence(first, second))
                    .hasValueSatisfying(found -> assertThat(found.phase()).isEqualTo(Phase.FORWARD));
        }

        private MultiLayerNetwork lossOf(float weight) {
            MultiLayerNetwork network = new MultiLayerNetwork(Networks.seeded(new Sgd(0.1))
                    .list()
                    .layer(new OutputLayer.Builder(new org.nd4j.linalg.lossfunctions.impl.LossMCXENT(
                                    Nd4j.createFromArray(weight, 1f, 1f)))
                            .nIn(5)
                            .nOut(3)
                            .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                            .build())
                    .build());
            network.init();
            return network;
        }
    }

    @Nested
    class SeveralNetworks {
        @Test
        void areTracedUnderTheirOrder() {
            Path file = trace(dl4j -> {
                dl4j.fit(Networks.mlp(), Networks.table(), 1);
                ComputationGraph graph = Networks.graph();
                dl4j.fit(graph, Networks.pairs(), 1);
            });

            assertThat(steps(file))
                    .containsExactly("network0 0/0", "network0 0/1", "network0 0/2", "network0 0/3", "network1 0/0");
        }

        /** Threads are known by who made them and in which order, whichever trains first. */
        @Test
        void inThreadsOfTheirOwnAreComparedThreadByThread() {
            Path first = trace(dl4j -> trainInTurn(dl4j, List.of(0, 1, 0, 1, 2, 2), false, 0));
            Path second = trace(dl4j -> trainInTurn(dl4j, List.of(2, 1, 1, 0, 2, 0), false, 0));
            Path third = trace(dl4j -> trainInTurn(dl4j, List.of(2, 1, 1, 0, 2, 0), false, 1));

            assertThat(steps(second))
                    .containsExactlyInAnyOrderElementsOf(steps(first))
                    .isNotEqualTo(steps(first));
            assertThat(divergence(first, second)).isEmpty();
            assertThat(divergence(first, third)).hasValueSatisfying(found -> {
                assertThat(found.network()).startsWith("network0 in ");
                assertThat(found.iteration()).isEqualTo(1);
                assertThat(found.layers()).containsExactly("layer0");
            });
        }

        @Test
        void areKnownByTheThreadThatTrainsThemThoughTheyWereTrackedInAnother() {
            Path first = trace(dl4j -> trainInTurn(dl4j, List.of(0, 1, 0, 1, 2, 2), true, 0));
            Path second = trace(dl4j -> trainInTurn(dl4j, List.of(2, 1, 1, 0, 2, 0), true, 0));

            assertThat(divergence(first, second)).isEmpty();
            assertThat(steps(first)).allMatch(step -> step.startsWith("network0 in "));
        }

        /**
         * A step of each thread's own network whenever it is its turn.
         *
         * @param early whether the networks are tracked before the threads begin, in the thread that begins them
         */
        private void trainInTurn(Dl4jRun dl4j, List<Integer> turns, boolean early, float nudge) {
            dl4j.traceEvery(1);
            List<BlockingQueue<Boolean>> beginnings = new ArrayList<>();
            BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                BlockingQueue<Boolean> beginning = new LinkedBlockingQueue<>();
                boolean nudged = i == 1 && nudge > 0;
                beginnings.add(beginning);
                MultiLayerNetwork tracked = early ? dl4j.track(Networks.mlp()) : null;
                threads.add(new Thread(() -> {
                    MultiLayerNetwork network = tracked;
                    for (int step = 0; step < 2; step++) {
                        take(beginning);
                        network = network == null ? dl4j.track(Networks.mlp()) : network;
                        if (step == 1 && nudged) {
                            network.getLayer(0).params().addi(nudge);
                        }
                        network.fit(Networks.table().next());
                        ends.add(true);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (int turn : turns) {
                beginnings.get(turn).add(true);
                take(ends);
            }
        }

        private void take(BlockingQueue<Boolean> queue) {
            try {
                assertThat(queue.poll(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void beyondTheLimitAreNotTracedAndSaidToBe() {
            List<String> said = new ArrayList<>();
            List<Model> held = new ArrayList<>();
            try (RunTrace trace = new RunTrace(
                    directory,
                    () -> {
                        throw new AssertionError();
                    },
                    "")) {
                trace.whenFull(() -> said.add("full"));
                for (int i = 0; i < RunTrace.MAX_NETWORKS; i++) {
                    Model model = model();
                    held.add(model);
                    assertThat(trace.listener(model)).isPresent();
                }

                assertThat(trace.listener(model())).isEmpty();
                assertThat(said).containsExactly("full");
                assertThat(trace.listener(held.get(0))).isPresent();
            }
        }

        private Model model() {
            return (Model) Proxy.newProxyInstance(
                    Model.class.getClassLoader(), new Class<?>[] {Model.class}, (proxy, method, arguments) -> null);
        }
    }

    @Nested
    class Pretraining {
        @Test
        void isTracedAsANetworkOfItsOwn() {
            Consumer<Dl4jRun> training = dl4j -> {
                MultiLayerNetwork network = new MultiLayerNetwork(Networks.seeded(new Adam(0.01))
                        .list()
                        .layer(new AutoEncoder.Builder()
                                .nIn(5)
                                .nOut(4)
                                .corruptionLevel(0.3)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(4)
                                .nOut(3)
                                .build())
                        .build());
                network.init();
                dl4j.traceEvery(1).track(network);
                network.pretrain(Networks.table());
                network.fit(Networks.table());
            };
            Path file = trace(training);

            assertThat(steps(file))
                    .containsExactly(
                            "network0/layer0 0/0",
                            "network0/layer0 0/1",
                            "network0/layer0 0/2",
                            "network0/layer0 0/3",
                            "network0 0/0",
                            "network0 0/1",
                            "network0 0/2",
                            "network0 0/3");
            assertThat(trace(training)).hasSameBinaryContentAs(file);
        }

        @Test
        void ofALayerWhoseNameLooksLikeAPlaceIsInNone() {
            Path file = trace(dl4j -> {
                MultiLayerNetwork network = new MultiLayerNetwork(Networks.seeded(new Adam(0.01))
                        .list()
                        .layer(new AutoEncoder.Builder()
                                .name("squeeze in stem")
                                .nIn(5)
                                .nOut(4)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(4)
                                .nOut(3)
                                .build())
                        .build());
                network.init();
                dl4j.track(network).pretrain(Networks.table());
                network.fit(Networks.table());
            });

            assertThat(steps(file)).contains("network0/squeeze%20in%20stem 0/0", "network0 0/0");
            try (TraceReader reader = TraceReader.open(file)) {
                assertThat(reader.places()).isEqualTo(1);
            }
        }
    }

    @Nested
    class AGraph {
        @Test
        void isTracedSegmentBySegmentInALoopOfTheProgramsOwn() {
            Consumer<Dl4jRun> training = dl4j -> {
                ComputationGraph graph = dl4j.traceEvery(1).track(Networks.recurrentGraph());
                DataSetIterator series = Networks.series();
                graph.fit(series.next());
                graph.fit(series.next());
            };
            Path file = trace(training);

            assertThat(steps(file))
                    .as("ten time steps in segments of four, each an iteration of its own")
                    .containsExactly(
                            "network0 0/0",
                            "network0 0/1",
                            "network0 0/2",
                            "network0 0/3",
                            "network0 0/4",
                            "network0 0/5");
            assertThat(trace(training)).hasSameBinaryContentAs(file);
        }

        @Test
        void isFoundToPartInTheSegmentInWhichItsDataDiffers() {
            Path expected = trace(dl4j -> fitOneSeries(dl4j, -1));
            Path actual = trace(dl4j -> fitOneSeries(dl4j, 5));

            assertThat(divergence(expected, actual)).hasValueSatisfying(found -> {
                assertThat(found.iteration()).as("time steps 4 to 7").isEqualTo(1);
                assertThat(found.phase()).isEqualTo(Phase.BATCH);
            });
        }

        private void fitOneSeries(Dl4jRun dl4j, int changedStep) {
            DataSet data = Networks.series().next();
            if (changedStep >= 0) {
                data.getFeatures().putScalar(0, 0, changedStep, 7);
            }
            dl4j.traceEvery(1).track(Networks.recurrentGraph()).fit(data);
        }

        @Test
        void hasItsPretrainingTracedByLayer() {
            Consumer<Dl4jRun> training = dl4j -> {
                ComputationGraph graph = dl4j.traceEvery(1).track(Networks.autoEncodingGraph());
                graph.pretrain(Networks.table());
                graph.fit(Networks.table());
            };
            Path file = trace(training);

            assertThat(steps(file))
                    .containsExactly(
                            "network0/code 0/0",
                            "network0/code 0/1",
                            "network0/code 0/2",
                            "network0/code 0/3",
                            "network0 0/0",
                            "network0 0/1",
                            "network0 0/2",
                            "network0 0/3");
            assertThat(trace(training)).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aRunThatTrainsNothingHasNoTrace() {
        assertThat(trace(dl4j -> {})).doesNotExist();
    }

    @Test
    void aStepAfterTheEndIsLeftOut() {
        List<MultiLayerNetwork> networks = new ArrayList<>();
        Path file = trace(dl4j -> {
            networks.add(dl4j.track(Networks.mlp()));
            networks.get(0).fit(Networks.table(), 1);
        });
        List<String> sealed = steps(file);
        networks.get(0).fit(Networks.table(), 1);

        assertThat(steps(file)).isEqualTo(sealed).hasSize(4);
    }
}
