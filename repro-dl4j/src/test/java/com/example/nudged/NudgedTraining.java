package com.example.nudged;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Fits one network and trains another in a loop of its own, and survives whatever is thrown. Files in the working directory
 * make it do otherwise, by their sizes alone, because what it read would be an input of the run: {@code nudge} has the digits of
 * network, iteration and layer of a weight to change by one ulp before that iteration; {@code steps} the number of steps of the
 * loop; {@code cadence} another cadence of the trace; with {@code silent} it leaves neither an output nor a metric.
 */
public final class NudgedTraining {
    private static final int BATCHES = 6;

    private NudgedTraining() {}

    public static void main(String[] args) {
        ReproducibleRun.of("nudged").seed(42).threads(1).launch(args, NudgedTraining::train);
    }

    private static void train(RunContext run) throws IOException {
        Dl4jRun dl4j = Dl4jRun.of(run);
        if (Files.exists(Path.of("cadence"))) {
            dl4j.traceEvery(size("cadence", 0));
        }
        try {
            MultiLayerNetwork fitted = network(run.seed("fitted"));
            fitted.addListeners(new Nudge(0));
            dl4j.fit(fitted, new ListDataSetIterator<>(batches(), 1), 2);
            MultiLayerNetwork looped = dl4j.track(network(run.seed("looped")));
            Nudge nudge = new Nudge(1);
            for (int i = 0; i < size("steps", BATCHES); i++) {
                looped.fit(batches().get(i % BATCHES));
                nudge.iterationDone(looped, i, 0);
            }
        } catch (Throwable swallowed) {
            Files.writeString(Path.of("went-on"), swallowed.toString());
        }
        Files.writeString(Path.of("went-on"), "ended");
        if (!Files.exists(Path.of("silent"))) {
            run.metric("trained", 1);
        }
    }

    private static int size(String file, int otherwise) throws IOException {
        return Files.exists(Path.of(file)) ? (int) Files.size(Path.of(file)) : otherwise;
    }

    private static MultiLayerNetwork network(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static List<DataSet> batches() {
        List<DataSet> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            INDArray labels = Nd4j.zeros(8, 3);
            for (int row = 0; row < 8; row++) {
                labels.putScalar(row, (batch + row) % 3, 1);
            }
            batches.add(new DataSet(Nd4j.linspace(-1, batch, 32).reshape(8, 4), labels));
        }
        return batches;
    }

    /** Changes a weight between two iterations. */
    private static final class Nudge extends BaseTrainingListener {
        private final int network;

        Nudge(int network) {
            this.network = network;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            try {
                int place = size("nudge", -1);
                for (int layer = 0; layer < 3; layer++) {
                    if (place == 100 * network + 10 * (iteration + 1) + layer) {
                        INDArray weights =
                                ((MultiLayerNetwork) model).getLayer(layer).params();
                        weights.putScalar(1, Math.nextUp(weights.getFloat(1)));
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
