package com.example.plain;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trains one network in two threads, under a lock, in the order in which they get it. */
public final class SharedNetwork {
    private static final int STEPS = 100;

    private SharedNetwork() {}

    public static void main(String[] args) throws InterruptedException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            DataSet data = new DataSet(Nd4j.ones(4, 3).muli(i + 1), Nd4j.ones(4, 2));
            threads[i] = new Thread(() -> {
                for (int step = 0; step < STEPS; step++) {
                    synchronized (network) {
                        network.fit(data);
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
