package com.example.gallery;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Transfer learning: a network is trained and saved, then its first layer frozen and its end replaced. */
public final class Transferred {
    private Transferred() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork first = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(Points.FEATURES).nOut(12).build())
                .layer(new DenseLayer.Builder().nIn(12).nOut(8).build())
                .layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        first.init();
        first.fit(Points.batches(48, 16, 17), 2);
        File file = new File("first.zip");
        first.save(file, true);

        MultiLayerNetwork second = new TransferLearning.Builder(MultiLayerNetwork.load(file, true))
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.05))
                        .build())
                .setFeatureExtractor(0)
                .nOutReplace(1, 6, WeightInit.XAVIER)
                .build();
        second.fit(Points.batches(48, 16, 19), 2);
        second.save(new File("second.zip"), true);
        Points.print("second", second.params());
    }
}
