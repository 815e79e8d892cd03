package io.github.reprorun.examples.fraud;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A multilayer perceptron with two hidden layers and dropout. A missed fraud costs it more than a false alarm.
 * Immutable, hence safe to share between threads.
 *
 * @param hidden units of the first hidden layer; the second has half of them
 * @param keep the probability that dropout leaves a unit in
 * @param learningRate of Adam
 * @param fraudWeight the weight of a fraud in the loss; an honest claim has weight 1
 */
record FraudNetwork(int hidden, double keep, double learningRate, double fraudWeight) {
    /** A network for claims of {@code width} numbers, its first weights drawn from {@code seed}. */
    MultiLayerNetwork initialised(int width, long seed) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(learningRate))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .l2(1e-4)
                .list()
                .layer(new DenseLayer.Builder().nIn(width).nOut(hidden).build())
                .layer(new DenseLayer.Builder().nOut(hidden / 2).dropOut(keep).build())
                .layer(new OutputLayer.Builder(new LossMCXENT(Nd4j.createFromArray(1.0, fraudWeight)))
                        .nOut(2)
                        .dropOut(keep)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
