package com.example.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.RmsProp;

/** A variational autoencoder, pretrained by samples of its own, then fitted with an output layer; seeded. */
public final class Encoder {
    private Encoder() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new RmsProp(0.01))
                .list()
                .layer(new VariationalAutoencoder.Builder()
                        .nIn(Points.FEATURES)
                        .nOut(2)
                        .encoderLayerSizes(8)
                        .decoderLayerSizes(8)
                        .activation(Activation.LEAKYRELU)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(new BernoulliReconstructionDistribution(Activation.SIGMOID))
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.pretrain(Points.batches(48, 16, 29), 2);
        network.fit(Points.batches(48, 16, 29), 2);
        Files.writeString(Path.of("score.csv"), "score," + network.score() + "\n");
        Points.print("parameters", network.params());
    }
}
