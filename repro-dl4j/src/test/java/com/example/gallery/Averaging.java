package com.example.gallery;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Several workers whose networks are averaged; seeded. */
public final class Averaging {
    private Averaging() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(123)
                .updater(new Nesterovs(0.1, 0.9))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(Points.FEATURES)
                        .nOut(400)
                        .dropOut(0.8)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(400)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.setListeners(new ScoreIterationListener(10));
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .prefetchBuffer(8)
                .workers(3)
                .averagingFrequency(2)
                .reportScoreAfterAveraging(true)
                .build();
        for (int epoch = 0; epoch < 2; epoch++) {
            wrapper.fit(Points.batches(96, 8, 7));
        }
        wrapper.shutdown();
        network.save(new File("averaged.zip"));
        Points.print("parameters", network.params());
    }
}
