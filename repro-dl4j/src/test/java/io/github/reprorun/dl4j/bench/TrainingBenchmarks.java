package io.github.reprorun.dl4j.bench;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.RunResult;
import io.github.reprorun.dl4j.Dl4jRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Traced training against plain training of the same network in the same run, and saving against Deeplearning4j's. */
final class TrainingBenchmarks {
    private static final int ROUNDS = 15;

    private final Path runs;

    /** @param runs for the runs' directories */
    TrainingBenchmarks(Path runs) {
        this.runs = runs;
    }

    void print() throws IOException {
        traced("dense 20-32-32-3, batch 32", () -> dense(20, 32), batch(32, 20), 200);
        traced("dense 784-1000-1000-3, batch 32", () -> dense(784, 1000), batch(32, 784), 20);
        traced("LeNet, batch 32", TrainingBenchmarks::leNet, batch(32, 784), 4);
        traced("two LSTMs of 64, batch 16 of 20 steps", TrainingBenchmarks::lstm, series(), 6);
        saved();
    }

    private void traced(String name, Supplier<MultiLayerNetwork> network, DataSet batch, int iterations)
            throws IOException {
        RunResult result = run(run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            MultiLayerNetwork ours = network.get();
            MultiLayerNetwork plain = network.get();
            ListDataSetIterator<DataSet> iterator =
                    new ListDataSetIterator<>(Collections.nCopies(iterations, batch), 1);
            System.out.println(new Comparison(
                            "traced fit / plain fit: " + name,
                            () -> dl4j.fit(ours, iterator, 1),
                            () -> plain.fit(iterator, 1))
                    .measure(ROUNDS, System::nanoTime)
                    .line());
        });
        long bytes = Files.size(result.directory().resolve("trace.rrt"));
        System.out.printf("%-60s %7d%n", "  bytes of trace per iteration", bytes / ((ROUNDS + 1) * iterations));
    }

    private void saved() {
        run(run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            MultiLayerNetwork network = dense(784, 2000);
            Path theirs = runs.resolve("theirs.zip");
            System.out.println(new Comparison(
                            "dl4j.save / ModelSerializer.writeModel, 5.6 million parameters",
                            () -> dl4j.save("ours.zip", network),
                            () -> ModelSerializer.writeModel(network, theirs.toFile(), true))
                    .measure(3, System::nanoTime)
                    .line());
        });
    }

    private interface Body {
        void run(RunContext run) throws Exception;
    }

    private RunResult run(Body body) {
        return ReproducibleRun.of("bench").seed(1).runsDirectory(runs).execute(body::run);
    }

    private static NeuralNetConfiguration.Builder adam() {
        return new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3));
    }

    private static MultiLayerNetwork dense(int inputs, int width) {
        return started(adam().list()
                .layer(new DenseLayer.Builder()
                        .nOut(width)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(width)
                        .activation(Activation.RELU)
                        .build())
                .layer(output())
                .setInputType(InputType.feedForward(inputs)));
    }

    private static MultiLayerNetwork leNet() {
        return started(adam().list()
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
                .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
                .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder()
                        .nOut(500)
                        .activation(Activation.RELU)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutionalFlat(28, 28, 1)));
    }

    private static MultiLayerNetwork lstm() {
        return started(adam().list()
                .layer(new LSTM.Builder().nOut(64).build())
                .layer(new LSTM.Builder().nOut(64).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(20)));
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork started(NeuralNetConfiguration.ListBuilder configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.build());
        network.init();
        return network;
    }

    private static DataSet batch(int examples, int inputs) {
        INDArray labels = Nd4j.zeros(examples, 3);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new DataSet(Nd4j.linspace(0, 1, (long) examples * inputs).reshape(examples, inputs), labels);
    }

    private static DataSet series() {
        INDArray labels = Nd4j.zeros(16, 3, 20);
        for (int i = 0; i < 16; i++) {
            for (int step = 0; step < 20; step++) {
                labels.putScalar(new int[] {i, (i + step) % 3, step}, 1);
            }
        }
        return new DataSet(Nd4j.linspace(0, 1, 16 * 20 * 20).reshape(16, 20, 20), labels);
    }
}
