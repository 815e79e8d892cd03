package io.github.reprorun.dl4j.bench;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks and their data, all by formula: no file, no generator. */
final class Workload {
    private final Supplier<MultiLayerNetwork> network;
    private final Supplier<DataSet> batch;
    private final int iterations;

    private Workload(Supplier<MultiLayerNetwork> network, Supplier<DataSet> batch, int iterations) {
        this.network = network;
        this.batch = batch;
        this.iterations = iterations;
    }

    /** Each by the name that figures carry. */
    static SortedMap<String, Workload> all() {
        SortedMap<String, Workload> all = new TreeMap<>();
        all.put("dense 20-32-32-3, batch 32", new Workload(() -> dense(20, 32), () -> batch(32, 20), 200));
        all.put("dense 784-1000-1000-3, batch 32", new Workload(() -> dense(784, 1000), () -> batch(32, 784), 20));
        all.put("LeNet, batch 32", new Workload(Workload::leNet, () -> batch(32, 784), 8));
        all.put("two LSTMs of 64, batch 16 of 20 steps", new Workload(Workload::lstm, Workload::series, 6));
        return all;
    }

    /** Not among {@link #all}: 5.6 million parameters, an iteration an epoch. */
    static Workload large() {
        return new Workload(() -> dense(784, 2000), () -> batch(32, 784), 1);
    }

    /** A network of its own, initialised. */
    MultiLayerNetwork network() {
        return network.get();
    }

    /** The iterations of one epoch, in which training takes some tenths of a second. */
    int iterations() {
        return iterations;
    }

    /** One epoch of {@link #iterations()} batches. */
    DataSetIterator epoch() {
        return new ListDataSetIterator<>(Collections.nCopies(iterations, batch.get()), 1);
    }

    private static NeuralNetConfiguration.Builder adam() {
        return new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3));
    }

    static MultiLayerNetwork dense(int inputs, int width) {
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
