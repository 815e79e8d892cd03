package io.github.reprorun.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of each kind with data that is a formula, so that a test needs no files and no generator. */
public final class Networks {
    private static final int BATCHES = 4;
    private static final int BATCH = 8;

    private Networks() {}

    /** A network and how to train it for one epoch. */
    public record Case(String name, java.util.function.Supplier<Model> network, Training training) {
        @Override
        public String toString() {
            return name;
        }
    }

    public interface Training {
        void run(Dl4jRun dl4j, Model network);
    }

    public static List<Case> all() {
        return List.of(
                new Case("mlp", Networks::mlp, (run, model) -> run.fit((MultiLayerNetwork) model, table(), 2)),
                new Case("cnn", Networks::cnn, (run, model) -> run.fit((MultiLayerNetwork) model, images(), 2)),
                new Case("lstm", Networks::lstm, (run, model) -> run.fit((MultiLayerNetwork) model, series(), 2)),
                new Case("graph", Networks::graph, (run, model) -> run.fit((ComputationGraph) model, pairs(), 2)));
    }

    static NeuralNetConfiguration.Builder seeded(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).activation(Activation.TANH);
    }

    public static MultiLayerNetwork mlp() {
        return mlp(seeded(new Adam(0.01)));
    }

    static MultiLayerNetwork mlp(NeuralNetConfiguration.Builder builder) {
        return started(builder.list()
                .layer(new DenseLayer.Builder().nOut(12).dropOut(0.7).build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(5))
                .build());
    }

    public static MultiLayerNetwork cnn() {
        return started(seeded(new Nesterovs(0.05))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new SubsamplingLayer.Builder(2, 2).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    }

    static MultiLayerNetwork lstm() {
        return started(seeded(new NoOp())
                .updater(new Adam(0.02))
                .list()
                .layer(new LSTM.Builder().nOut(6).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(2))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(4)
                .build());
    }

    static ComputationGraph graph() {
        ComputationGraphConfiguration configuration = seeded(new NoOp())
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", new DenseLayer.Builder().nOut(4).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nOut(4).dropOut(0.5).build(), "right")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .updater(new Adam(0.01))
                                .build(),
                        "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(2), InputType.feedForward(3))
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    /** Trained in segments of four time steps. */
    static ComputationGraph recurrentGraph() {
        return started(seeded(new Adam(0.02))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nOut(6).build(), "in")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "lstm")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(2))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(4)
                .tBPTTBackwardLength(4)
                .build());
    }

    /** Has a layer that can be trained before the rest. */
    static ComputationGraph autoEncodingGraph() {
        return started(seeded(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "code",
                        new AutoEncoder.Builder()
                                .nIn(5)
                                .nOut(4)
                                .corruptionLevel(0.3)
                                .build(),
                        "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(3).build(),
                        "code")
                .setOutputs("out")
                .build());
    }

    private static ComputationGraph started(ComputationGraphConfiguration configuration) {
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    private static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    public static DataSetIterator table() {
        return prefetched(examples(5), BATCH);
    }

    static DataSetIterator images() {
        return batches(new long[] {BATCH, 1, 8, 8}, new long[] {BATCH, 3});
    }

    static DataSetIterator series() {
        return batches(new long[] {BATCH, 2, 10}, new long[] {BATCH, 3, 10});
    }

    public static MultiDataSetIterator pairs() {
        return new SingletonMultiDataSetIterator(new MultiDataSet(
                new INDArray[] {values(BATCH, 2), values(BATCH, 3)}, new INDArray[] {classes(BATCH, 3)}));
    }

    /** An iterator that Deeplearning4j reads in a thread of its own. */
    static DataSetIterator prefetched(List<DataSet> data, int batch) {
        return new Prefetched(data, batch);
    }

    private static final class Prefetched extends ListDataSetIterator<DataSet> {
        private static final long serialVersionUID = 1L;

        Prefetched(List<DataSet> data, int batch) {
            super(data, batch);
        }

        @Override
        public boolean asyncSupported() {
            return true;
        }
    }

    static List<DataSet> examples(int columns) {
        return new DataSet(values(BATCH * BATCHES, columns), classes(BATCH * BATCHES, 3)).asList();
    }

    private static DataSetIterator batches(long[] features, long[] labels) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(new DataSet(values(features).addi(i * 0.125), classes(labels)));
        }
        return prefetched(batches, 1);
    }

    public static INDArray values(long... shape) {
        INDArray array = Nd4j.create(shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, ((i * 37) % 101) / 101.0 - 0.5);
        }
        return array;
    }

    /** One-hot along dimension 1. */
    private static INDArray classes(long... shape) {
        INDArray array = Nd4j.create(shape);
        long steps = shape.length == 3 ? shape[2] : 1;
        for (long row = 0; row < shape[0]; row++) {
            for (long step = 0; step < steps; step++) {
                long type = (row * 5 + step) % shape[1];
                if (shape.length == 3) {
                    array.putScalar(new long[] {row, type, step}, 1);
                } else {
                    array.putScalar(row, type, 1);
                }
            }
        }
        return array;
    }
}
