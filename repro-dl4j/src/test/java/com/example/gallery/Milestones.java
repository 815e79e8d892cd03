package com.example.gallery;

import java.io.File;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A CheckpointListener that keeps the last models in a folder; the weights drawn without a seed. */
public final class Milestones {
    private Milestones() {}

    public static void main(String[] args) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(Points.FEATURES)
                        .nOut(10)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(10)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        File folder = new File("milestones");
        if (!folder.isDirectory() && !folder.mkdir()) {
            throw new IllegalStateException(folder + " cannot be made");
        }
        CheckpointListener milestones = new CheckpointListener.Builder(folder)
                .keepLast(2)
                .saveEveryEpoch()
                .build();
        network.setListeners(milestones);
        network.fit(Points.batches(48, 16, 13), 3);
        System.out.println(milestones.availableCheckpoints().size());
        Points.print("last", CheckpointListener.loadLastCheckpointMLN(folder).params());
    }
}
