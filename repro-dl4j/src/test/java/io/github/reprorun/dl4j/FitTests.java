package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class FitTests {
    @TempDir
    Path directory;

    private FakeRun run;

    static List<Networks.Case> networks() {
        return Networks.all();
    }

    private void inRun(long seed, Consumer<Dl4jRun> body) {
        run = Runs.fake(seed, directory);
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            body.accept(session.dl4j());
        }
    }

    private static String bits(Model network) {
        return ArrayBytes.sha256(network.params()) + " "
                + NetworkState.of(network).updaterState().map(ArrayBytes::sha256);
    }

    private static void plainly(Model network) {
        if (network instanceof ComputationGraph graph) {
            graph.fit(Networks.pairs(), 2);
            return;
        }
        MultiLayerNetwork layers = (MultiLayerNetwork) network;
        String json = layers.getLayerWiseConfigurations().toJson();
        layers.fit(
                json.contains("ConvolutionLayer")
                        ? Networks.images()
                        : json.contains("LSTM") ? Networks.series() : Networks.table(),
                2);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void trainsToTheBitsOfDeeplearning4jsOwnFit(Networks.Case network) {
        Model plain = network.network().get();
        plainly(plain);
        List<String> fitted = new ArrayList<>();
        inRun(42, dl4j -> {
            Model model = network.network().get();
            network.training().run(dl4j, model);
            fitted.add(bits(model));
        });

        assertThat(fitted).containsExactly(bits(plain));
    }

    @Test
    void keepsTheProgramsListenersAndNormalizer() {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            boolean plain = i == 0;
            inRun(42, dl4j -> {
                MultiLayerNetwork network = Networks.mlp();
                CollectScoresIterationListener scores = new CollectScoresIterationListener(1);
                network.setListeners(scores);
                DataSetIterator iterator = Networks.table();
                NormalizerStandardize normalizer = new NormalizerStandardize();
                normalizer.fit(iterator);
                iterator.reset();
                iterator.setPreProcessor(normalizer);
                if (plain) {
                    network.fit(iterator, 3);
                } else {
                    dl4j.fit(network, iterator, 3);
                }
                results.add(bits(network));
                assertThat(network.getListeners()).containsExactly(scores);
                assertThat(scores.getScoreVsIter().getEffectiveScores()).hasSize(12);
            });
        }

        assertThat(results.get(1)).isEqualTo(results.get(0));
    }

    @Nested
    class ThePrefetchThread {
        @Test
        void drawsTheSameInEveryRun() {
            assertThat(threeTimes(iterator -> iterator.setPreProcessor(new Noise())))
                    .hasSize(3)
                    .containsOnly(noisyBits(iterator -> iterator.setPreProcessor(new Noise())));
            assertThat(run.hazards()).isEmpty();
        }

        @Test
        void drawsOtherNumbersInEachEpoch() {
            Noise noise = new Noise();
            inRun(42, dl4j -> {
                DataSetIterator iterator = Networks.table();
                iterator.setPreProcessor(noise);
                dl4j.fit(Networks.mlp(), iterator, 3);
            });

            assertThat(noise.drawn).hasSize(12).doesNotHaveDuplicates();
        }

        /** As PipelineImageTransform and RandomCropTransform do. */
        @Test
        void doesNotShareAGeneratorThatTheTrainingThreadMade() {
            Consumer<DataSetIterator> crops = iterator -> iterator.setPreProcessor(new Noise(Nd4j.getRandom()));
            assertThat(threeTimes(crops)).containsOnly(noisyBits(crops));
        }

        private List<String> threeTimes(Consumer<DataSetIterator> preparation) {
            return List.of(noisyBits(preparation), noisyBits(preparation), noisyBits(preparation));
        }

        private String noisyBits(Consumer<DataSetIterator> preparation) {
            List<String> results = new ArrayList<>();
            inRun(42, dl4j -> {
                DataSetIterator iterator = Networks.table();
                preparation.accept(iterator);
                MultiLayerNetwork network = Networks.mlp();
                dl4j.fit(network, iterator, 3);
                results.add(bits(network));
            });
            return results.get(0);
        }
    }

    /** Adds to each batch what its thread draws. */
    private static final class Noise implements DataSetPreProcessor {
        private static final long serialVersionUID = 1L;

        private final List<Double> drawn = new ArrayList<>();
        private final transient Random random;

        Noise() {
            this(Nd4j.getRandom());
        }

        Noise(Random random) {
            this.random = random;
        }

        @Override
        public void preProcess(DataSet batch) {
            double shift = random.nextDouble();
            drawn.add(shift);
            batch.getFeatures().addi(shift).addi(Nd4j.rand(batch.getFeatures().shape()));
        }
    }

    @Nested
    class AConfigurationWithoutASeed {
        @Test
        void trainsTheSameAndIsSavedTheSameAndNamed() throws Exception {
            Path first = unseeded("a.zip");
            Thread.sleep(5);
            Path second = unseeded("b.zip");

            assertThat(second).hasSameBinaryContentAs(first);
            assertThat(run.hazards())
                    .extracting(Hazard::kind)
                    .contains("ND4J generator seeded from the clock", "NeuralNetConfiguration without a seed");
            assertThat(run.hazards())
                    .allSatisfy(hazard -> assertThat(hazard.className()).matches(".*(FitTests|Networks).*"));
        }

        private Path unseeded(String name) {
            List<Path> saved = new ArrayList<>();
            inRun(42, dl4j -> {
                MultiLayerNetwork network = Networks.mlp(new NeuralNetConfiguration.Builder().updater(new Adam(0.01)));
                dl4j.fit(network, Networks.table(), 1);
                saved.add(dl4j.save(name, network));
            });
            return saved.get(0);
        }
    }

    @Nested
    class ProgressDisplay {
        private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        private long now;

        private Progress shown(boolean shown) {
            return new Progress(shown, new PrintStream(screen, true, StandardCharsets.UTF_8), () -> now += 60_000_000);
        }

        @Test
        void showsBarEpochIterationScoreAndTimeLeft() {
            MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Sgd(0)));
            ProgressLine line = shown(true).line(2).orElseThrow();
            Listeners.during(
                    () -> network.fit(Networks.table(), 2),
                    network,
                    Optional.empty(),
                    Optional.of(line),
                    Optional.empty());
            line.finish();

            String[] lines = screen.toString(StandardCharsets.UTF_8).strip().split("\r", -1);
            assertThat(lines[0]).matches("\\[ {24}] epoch 1/2, iteration 1, score [0-9.]+ *");
            assertThat(lines[lines.length - 1]).matches("\\[={24}] epoch 2/2, iteration 8, score [0-9.]+, 0 s left *");
            assertThat(network.getListeners()).isEmpty();
        }

        @Test
        void isSilentWhenOff() {
            assertThat(shown(false).line(2)).isEmpty();
        }

        @Test
        void isForTerminalDevices() {
            assertThat(Terminal.isTerminalDevice("/dev/pts/3")).isTrue();
            assertThat(Terminal.isTerminalDevice("/dev/tty1")).isTrue();
            assertThat(Terminal.isTerminalDevice("pipe:[1234]")).isFalse();
            assertThat(Terminal.isTerminalDevice("/tmp/log")).isFalse();
        }
    }
}
