package com.example.gallery;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A generative adversarial network: generator, discriminator, and both in one, whose parameters are copied by hand. */
public final class Forger {
    private static final int NOISE = 3;
    private static final int GENERATOR = 2;
    private static final int DISCRIMINATOR = 3;

    private Forger() {}

    public static void main(String[] args) {
        MultiLayerNetwork generator = network(generator());
        MultiLayerNetwork discriminator = network(discriminator(false));
        Layer[] both = new Layer[GENERATOR + DISCRIMINATOR];
        System.arraycopy(generator(), 0, both, 0, GENERATOR);
        System.arraycopy(discriminator(true), 0, both, GENERATOR, DISCRIMINATOR);
        MultiLayerNetwork gan = network(both);
        copy(gan, generator);

        INDArray real = Points.of(24, 5).getFeatures();
        for (int i = 0; i < 15; i++) {
            INDArray forged = gan.feedForwardToLayer(
                            GENERATOR - 1, Nd4j.rand(24, NOISE).muli(2).subi(1))
                    .get(GENERATOR);
            discriminator.fit(DataSet.merge(
                    List.of(new DataSet(real, Nd4j.ones(24, 1)), new DataSet(forged, Nd4j.zeros(24, 1)))));
            for (int layer = 0; layer < DISCRIMINATOR; layer++) {
                if (discriminator.getLayer(layer).numParams() > 0) {
                    gan.getLayer(GENERATOR + layer)
                            .setParams(discriminator.getLayer(layer).params());
                }
            }
            gan.fit(new DataSet(Nd4j.rand(24, NOISE).muli(2).subi(1), Nd4j.ones(24, 1)));
            copy(gan, generator);
        }
        Points.print("forged", generator.output(Nd4j.ones(4, NOISE)));
    }

    private static void copy(MultiLayerNetwork gan, MultiLayerNetwork generator) {
        for (int layer = 0; layer < GENERATOR; layer++) {
            generator.getLayer(layer).setParams(gan.getLayer(layer).params());
        }
    }

    private static Layer[] generator() {
        return new Layer[] {
            new DenseLayer.Builder().nIn(NOISE).nOut(12).build(),
            new DenseLayer.Builder().nIn(12).nOut(Points.FEATURES).build()
        };
    }

    /** Within the whole its layers pass the gradient on and learn nothing. */
    private static Layer[] discriminator(boolean frozen) {
        Layer dense = new DenseLayer.Builder().nIn(Points.FEATURES).nOut(12).build();
        Layer out = new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                .nIn(12)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .updater(frozen ? new NoOp() : new Adam(0.01))
                .build();
        return new Layer[] {frozen ? new FrozenLayerWithBackprop(dense) : dense, new DropoutLayer(0.7), out};
    }

    private static MultiLayerNetwork network(Layer... layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list(layers)
                .build());
        network.init();
        return network;
    }
}
