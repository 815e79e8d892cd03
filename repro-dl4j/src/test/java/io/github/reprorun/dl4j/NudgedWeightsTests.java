package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.trace.Divergence;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** One weight of one layer is moved by one ulp before one iteration, all three drawn; the traces have the usual cadence. */
class NudgedWeightsTests {
    private static final int EPOCHS = 3;
    private static final int NUDGES = 50;
    private static final int NUDGES_IN_THE_SUITE = 2;
    private static final int EQUAL_PAIRS = 20;

    @TempDir
    private Path folder;

    private enum Kind {
        MLP_WITH_BATCH_NORM(Networks::mlp, Networks::table, 4, 0, 1, 2),
        CONVOLUTIONAL(Networks::cnn, Networks::images, 4, 0, 2),
        LSTM(Networks::lstm, Networks::series, 12, 0, 1);

        private final Supplier<MultiLayerNetwork> network;
        private final Supplier<DataSetIterator> data;
        private final int iterations;
        private final int[] layers;

        Kind(
                Supplier<MultiLayerNetwork> network,
                Supplier<DataSetIterator> data,
                int iterationsOfAnEpoch,
                int... layers) {
            this.network = network;
            this.data = data;
            this.iterations = iterationsOfAnEpoch * EPOCHS;
            this.layers = layers;
        }
    }

    /** Where a weight is moved. */
    private record Nudge(int iteration, int layer, long weight) {
        static Nudge drawn(Kind kind, Random random) {
            int layer = kind.layers[random.nextInt(kind.layers.length)];
            long weights = kind.network.get().getLayer(layer).numParams();
            return new Nudge(random.nextInt(kind.iterations), layer, (long) (random.nextDouble() * weights));
        }

        /** Before the first iteration at once, before another when the one before it is done. */
        void schedule(MultiLayerNetwork network) {
            if (iteration == 0) {
                move(network);
            }
            network.setListeners(new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int done, int epoch) {
                    if (done + 1 == iteration) {
                        move(network);
                    }
                }
            });
        }

        private void move(MultiLayerNetwork network) {
            INDArray parameters = network.getLayer(layer).params();
            parameters.putScalar(weight, Math.nextUp(parameters.getFloat(weight)));
        }
    }

    private Path trained(Kind kind) {
        return trained(kind, new Nudge(-1, 0, 0));
    }

    private Path trained(Kind kind, Nudge nudge) {
        RunResult result = ReproducibleRun.of("nudged")
                .seed(42)
                .runsDirectory(folder)
                .execute(run -> {
                    MultiLayerNetwork network = kind.network.get();
                    nudge.schedule(network);
                    Dl4jRun dl4j = Dl4jRun.of(run);
                    dl4j.fit(network, kind.data.get(), EPOCHS);
                    dl4j.save("model.zip", network);
                });
        return result.directory();
    }

    private void nudge(Kind kind, int times) {
        Path base = trained(kind);
        Random random = new Random(20261125 + kind.ordinal());
        for (int i = 0; i < times; i++) {
            Nudge nudge = Nudge.drawn(kind, random);

            FirstDivergence found = FirstDivergence.between(base, trained(kind, nudge));

            Divergence divergence = found.divergence().orElseThrow(() -> new AssertionError(nudge + " was not found"));
            assertThat(divergence.iteration()).as("%s", nudge).isEqualTo(nudge.iteration());
            assertThat(divergence.layers()).as("%s", nudge).containsExactly("layer" + nudge.layer());
            assertThat(divergence.quantity()).as("%s", nudge).isEqualTo("parameters-in");
            assertThat(found.cause()).as("%s", nudge).contains(Aspect.NONDETERMINISM);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFewAreFound(Kind kind) {
        nudge(kind, NUDGES_IN_THE_SUITE);
    }

    @Tag("divergence")
    @ParameterizedTest
    @EnumSource
    void eachOfFiftyIsFound(Kind kind) {
        nudge(kind, NUDGES);
        System.out.println(kind + ": " + NUDGES + " of " + NUDGES + " nudges found, each by iteration and layer");
    }

    @Test
    void equalTrainingsAreEqual() {
        assertThat(FirstDivergence.between(trained(Kind.LSTM), trained(Kind.LSTM))
                        .verdict())
                .isEqualTo(Verdict.REPRODUCED);
    }

    @Test
    @Tag("divergence")
    void twentyPairsOfEqualTrainingsAreEqual() {
        for (int i = 0; i < EQUAL_PAIRS; i++) {
            Kind kind = Kind.values()[i % Kind.values().length];
            FirstDivergence found = FirstDivergence.between(trained(kind), trained(kind));

            assertThat(found.verdict()).isEqualTo(Verdict.REPRODUCED);
            assertThat(found.traces().steps()).isEqualTo(kind.iterations);
        }
        System.out.println(EQUAL_PAIRS + " of " + EQUAL_PAIRS + " pairs of equal trainings are equal");
    }
}
