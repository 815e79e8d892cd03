package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FittingTests {
    @TempDir
    Path directory;

    private FakeRun run;

    private <T> T inRun(Function<Dl4jRun, T> body) {
        run = Runs.fake(42, directory);
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            return body.apply(session.dl4j());
        }
    }

    private double metric(String name) {
        return Double.parseDouble(run.state().metrics().get(name));
    }

    @Test
    void measuresWhatDeeplearning4jMeasures() {
        inRun(dl4j -> {
            MultiLayerNetwork network = Networks.mlp();
            DataSetIterator heldBack = Networks.table();
            Fitted fitted =
                    dl4j.fit(network, Networks.table(), Fitting.epochs(2).validation(heldBack));

            assertThat(fitted.epochs()).isEqualTo(2);
            assertThat(fitted.stoppedEarly()).isFalse();
            assertThat(metric("validation.accuracy@2"))
                    .isEqualTo(network.evaluate(heldBack).accuracy());
            assertThat(metric("validation.f1@2"))
                    .isEqualTo(network.evaluate(heldBack).f1());
            assertThat(metric("validation.loss@2"))
                    .isCloseTo(network.score(DataSet.merge(Networks.examples(5))), offset(1e-6));
            return fitted;
        });
        assertThat(run.state().metrics().keySet())
                .containsExactly(
                        "validation.accuracy@1",
                        "validation.accuracy@2",
                        "validation.f1@1",
                        "validation.f1@2",
                        "validation.loss@1",
                        "validation.loss@2",
                        "validation.precision@1",
                        "validation.precision@2",
                        "validation.recall@1",
                        "validation.recall@2");
    }

    @Test
    void measuringChangesNoBitOfTheTraining() {
        List<String> bits = new ArrayList<>();
        for (boolean measured : new boolean[] {false, true}) {
            inRun(dl4j -> {
                MultiLayerNetwork network = Networks.mlp();
                Fitting fitting = Fitting.epochs(3);
                dl4j.fit(
                        network,
                        Trainings.noisy(),
                        measured ? fitting.validation(Trainings.noisy()).bestModel("best.zip") : fitting);
                return bits.add(ArrayBytes.sha256(network.params()).hex());
            });
        }

        assertThat(bits.get(1)).isEqualTo(bits.get(0));
    }

    @Test
    void stopsWhenNothingImprovesAndKeepsTheBest() {
        Path[] saved = new Path[2];
        Fitted fitted = inRun(dl4j -> {
            MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Sgd(0)));
            Fitted result = dl4j.fit(
                    network,
                    Trainings.synchronous(),
                    Fitting.epochs(9)
                            .validation(Trainings.synchronous())
                            .watch("accuracy")
                            .patience(2)
                            .bestModel("best.zip"));
            saved[0] = run.output("best.zip");
            saved[1] = dl4j.save("last.zip", network);
            return result;
        });

        assertThat(fitted.stoppedEarly()).isTrue();
        assertThat(fitted.epochs()).isEqualTo(3);
        assertThat(fitted.bestEpoch()).isEqualTo(OptionalInt.of(1));
        assertThat(fitted.best().orElseThrow()).isEqualTo(metric("validation.accuracy@1"));
        assertThat(saved[0]).isNotEmptyFile();
        assertThat(saved[1]).isNotEmptyFile();
    }

    @Test
    void aNetworkForNumbersIsMeasuredByItsErrors() {
        inRun(dl4j -> {
            ComputationGraph network = network(Activation.IDENTITY, LossFunction.MSE);
            dl4j.fit(
                    network,
                    Networks.table(),
                    Fitting.epochs(1).validation(Networks.table()).named("held"));
            return network;
        });

        assertThat(run.state().metrics().keySet())
                .containsExactly("held.loss@1", "held.mae@1", "held.r2@1", "held.rmse@1");
        assertThat(metric("held.rmse@1")).isPositive();
    }

    @Test
    void aNetworkOfSeveralDecisionsIsMeasuredByThem() {
        inRun(dl4j -> {
            ComputationGraph network = network(Activation.SIGMOID, LossFunction.XENT);
            dl4j.fit(network, Networks.table(), Fitting.epochs(1).validation(Networks.table()));
            return network;
        });

        assertThat(run.state().metrics().keySet())
                .containsExactly("validation.accuracy@1", "validation.f1@1", "validation.loss@1");
    }

    private static ComputationGraph network(Activation activation, LossFunction loss) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.seeded(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(3)
                        .activation(activation)
                        .build())
                .setInputType(InputType.feedForward(5))
                .build());
        network.init();
        return network.toComputationGraph();
    }

    @Test
    void truncatedBackpropagationIsNotDisturbed() {
        List<String> bits = new ArrayList<>();
        for (boolean measured : new boolean[] {false, true}) {
            inRun(dl4j -> {
                MultiLayerNetwork network = Networks.lstm();
                Fitting fitting = Fitting.epochs(2);
                dl4j.fit(network, Networks.series(), measured ? fitting.validation(Networks.series()) : fitting);
                return bits.add(ArrayBytes.sha256(network.params()).hex());
            });
        }

        assertThat(bits.get(1)).isEqualTo(bits.get(0));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThatThrownBy(() -> Fitting.epochs(1).patience(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("patience: is of at least one epoch, not 0");
        assertThatThrownBy(() -> Fitting.epochs(1).improvement(Double.NaN))
                .isInstanceOf(UsageException.class)
                .hasMessage("improvement: is a number from 0 on, not NaN");
        assertThatThrownBy(() -> inRun(dl4j -> dl4j.fit(
                        Networks.mlp(), Networks.table(), Fitting.epochs(1).patience(1))))
                .isInstanceOf(UsageException.class)
                .hasMessage("fitting: patience, bestModel and watch need validation data; call validation(iterator)");
        assertThatThrownBy(() -> inRun(dl4j -> dl4j.fit(
                        Networks.mlp(),
                        Networks.table(),
                        Fitting.epochs(1).validation(Networks.table()).watch("rmse"))))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "measure \"rmse\": is not among those of this network: loss, accuracy, precision, recall, f1");
        assertThatThrownBy(() -> inRun(dl4j -> dl4j.fit(Networks.mlp(), Networks.table(), Fitting.epochs(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of epochs is at least 1, not 0");
    }
}
