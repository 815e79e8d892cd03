package com.example.plain;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A training as people write them: no seed anywhere, and no word of the library. Reads a table; leaves four models and
 * predictions.
 */
public final class PlainTraining {
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;

    private PlainTraining() {}

    public static void main(String[] args) throws IOException {
        List<DataSet> rows = rows(Path.of(args[0]));
        Collections.shuffle(rows);
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(DataSet.merge(rows));

        MultiLayerNetwork network = new MultiLayerNetwork(layers());
        network.init();
        network.fit(batches(rows), 1);
        network.setListeners(new CollectScoresListener(1));
        network.fit(DataSet.merge(rows.subList(0, 8)));
        Files.createDirectories(Path.of("models"));
        ModelSerializer.writeModel(network, new File("models/network.zip"), true, normalizer);

        MultiLayerNetwork restored = MultiLayerNetwork.load(new File("models/network.zip"), true);
        restored.fit(batches(rows), 1);
        restored.clone().fit(rows.get(0).getFeatures(), rows.get(0).getLabels());
        ModelSerializer.writeModel(restored, "models/restored.zip", false);

        ComputationGraph graph = new ComputationGraph(graph());
        graph.init();
        graph.fit(DataSet.merge(rows.subList(0, 8)).toMultiDataSet());
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream("models/graph.tmp"))) {
            ModelSerializer.writeModel(graph, out, true);
        }
        Files.move(Path.of("models/graph.tmp"), Path.of("models/graph.zip"), StandardCopyOption.ATOMIC_MOVE);

        MultiLayerNetwork encoder = new MultiLayerNetwork(encoder());
        encoder.init();
        encoder.pretrain(batches(rows));
        best(encoder, rows).save(new File("best.zip"));
        write(network, DataSet.merge(rows));
    }

    private static MultiLayerNetwork best(MultiLayerNetwork network, List<DataSet> rows) {
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
                .scoreCalculator(new DataSetLossCalculator(batches(rows), true))
                .build();
        return new EarlyStoppingTrainer(stopping, network, batches(rows)).fit().getBestModel();
    }

    private static void write(MultiLayerNetwork network, DataSet data) throws IOException {
        INDArray predictions = network.output(data.getFeatures());
        try (PrintWriter writer = new PrintWriter("predictions.txt", StandardCharsets.UTF_8)) {
            for (int i = 0; i < predictions.rows(); i++) {
                writer.println(predictions.getRow(i).argMax().getInt(0));
            }
        }
    }

    private static List<DataSet> rows(Path file) throws IOException {
        List<DataSet> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(",", -1);
            float[] features = new float[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                features[i] = Float.parseFloat(cells[i]);
            }
            INDArray label = Nd4j.zeros(1, CLASSES);
            label.putScalar(Integer.parseInt(cells[FEATURES]), 1);
            rows.add(new DataSet(Nd4j.create(features, new int[] {1, FEATURES}), label));
        }
        return rows;
    }

    private static ListDataSetIterator<DataSet> batches(List<DataSet> rows) {
        return new ListDataSetIterator<>(rows, 8);
    }

    private static MultiLayerConfiguration layers() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(FEATURES)
                        .nOut(8)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static MultiLayerConfiguration encoder() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new AutoEncoder.Builder().nIn(FEATURES).nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "hidden", new DenseLayer.Builder().nIn(FEATURES).nOut(5).build(), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(5)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("out")
                .build();
    }
}
