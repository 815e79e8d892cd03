package com.example.plain;

import java.io.File;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A training that leaves its checkpoints to Deeplearning4j, which keeps an index of them with the time of each. */
public final class CheckpointingTraining {
    private CheckpointingTraining() {}

    public static void main(String[] args) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        File folder = new File("models");
        if (!folder.mkdir()) {
            System.out.println("goes on in the folder of an earlier run");
        }
        network.setListeners(new CheckpointListener.Builder(folder)
                .keepAll()
                .saveEveryNIterations(1)
                .build());
        for (int i = 0; i < 2; i++) {
            network.fit(Nd4j.ones(2, 3), Nd4j.eye(2));
        }
    }
}
