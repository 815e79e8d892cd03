package com.example.gallery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** An LSTM that learns letters by truncated backpropagation and then writes some, drawn without a seed. */
public final class Letters {
    private static final String TEXT = "the sun rose and the moon set and the stars went out one after another ";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz ";
    private static final int LENGTH = 30;

    private Letters() {}

    public static void main(String[] args) throws IOException {
        int letters = ALPHABET.length();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(12345)
                .l2(0.0001)
                .updater(new RmsProp(0.02))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(letters)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(16)
                        .nOut(letters)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(10)
                .tBPTTBackwardLength(10)
                .build());
        network.init();
        Random random = new Random();
        for (int i = 0; i < 4; i++) {
            network.fit(batch(random));
        }
        Files.writeString(Path.of("letters.txt"), written(network, random), StandardCharsets.UTF_8);
        Points.print("parameters", network.params());
    }

    private static DataSet batch(Random random) {
        INDArray in = Nd4j.zeros(4, ALPHABET.length(), LENGTH);
        INDArray out = Nd4j.zeros(4, ALPHABET.length(), LENGTH);
        for (int i = 0; i < 4; i++) {
            int start = random.nextInt(TEXT.length() - LENGTH - 1);
            for (int j = 0; j < LENGTH; j++) {
                in.putScalar(i, ALPHABET.indexOf(TEXT.charAt(start + j)), j, 1);
                out.putScalar(i, ALPHABET.indexOf(TEXT.charAt(start + j + 1)), j, 1);
            }
        }
        return new DataSet(in, out);
    }

    private static String written(MultiLayerNetwork network, Random random) {
        StringBuilder text = new StringBuilder();
        network.rnnClearPreviousState();
        int letter = 0;
        for (int i = 0; i < 20; i++) {
            INDArray odds = network.rnnTimeStep(Nd4j.zeros(1, ALPHABET.length()).putScalar(0, letter, 1));
            double left = random.nextDouble();
            for (letter = 0; letter < ALPHABET.length() - 1 && left > odds.getDouble(0, letter); letter++) {
                left -= odds.getDouble(0, letter);
            }
            text.append(ALPHABET.charAt(letter));
        }
        return text.toString();
    }
}
