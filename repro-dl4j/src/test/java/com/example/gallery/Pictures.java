package com.example.gallery;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A convolutional network of noisy pictures of bars, upright or not; seeded, but the noise is ND4J's own. */
public final class Pictures {
    private static final int SIDE = 12;
    private static final int COUNT = 32;

    private Pictures() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1234)
                .updater(new Adam(0.005))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build());
        network.init();
        for (int i = 0; i < 6; i++) {
            network.fit(bars());
        }
        DataSet test = bars();
        Evaluation evaluation = new Evaluation(2);
        evaluation.eval(test.getLabels(), network.output(test.getFeatures()));
        System.out.println(evaluation.stats());
        network.save(new File("pictures.zip"), true);
    }

    private static DataSet bars() {
        INDArray pictures = Nd4j.randn(COUNT, 1, SIDE, SIDE).muli(0.3);
        INDArray labels = Nd4j.zeros(COUNT, 2);
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j < SIDE; j++) {
                int row = i % 2 == 0 ? i % SIDE : j;
                int column = i % 2 == 0 ? j : i % SIDE;
                pictures.putScalar(new int[] {i, 0, row, column}, 1);
            }
            labels.putScalar(i, i % 2, 1);
        }
        return new DataSet(pictures, labels);
    }
}
