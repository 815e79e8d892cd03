package com.example.ends;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.models.embeddings.inmemory.InMemoryLookupTable;
import org.deeplearning4j.models.word2vec.VocabWord;
import org.deeplearning4j.models.word2vec.Word2Vec;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.text.sentenceiterator.CollectionSentenceIterator;
import org.deeplearning4j.text.tokenization.tokenizerfactory.DefaultTokenizerFactory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a model of each kind and saves none: a stack of layers, a graph, two SameDiffs, word vectors, two networks that are
 * dropped (one of them freed), one that learns by hand, and one in another thread. The arguments name arrays of which one
 * bit each is changed when all is done; {@code collect} has what was dropped collected.
 */
public final class EveryModel {
    private EveryModel() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> changes = List.of(args);
        MultiLayerNetwork layers = new MultiLayerNetwork(configuration()
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).build())
                .layer(new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        layers.init();
        for (int i = 0; i < 3; i++) {
            layers.fit(data());
        }
        ComputationGraph graph = new ComputationGraph(configuration()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(3).nOut(4).build(), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nIn(4)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        graph.fit(data());
        dropped(false);
        dropped(true);
        if (changes.contains("collect")) {
            for (int i = 0; i < 5; i++) {
                System.gc();
            }
        }
        byHand();
        SameDiff same = regression();
        same.fit(data());
        same.fit(data());
        regression().fit(data());
        Word2Vec words = words();
        elsewhere();
        for (String change : changes) {
            switch (change) {
                case "layers" -> flip(layers.params());
                case "updater" -> flip(layers.getUpdater().getStateViewArray());
                case "graph" -> flip(graph.params());
                case "samediff" -> flip(same.getVariable("w").getArr());
                case "words" -> flip(((InMemoryLookupTable<VocabWord>) words.getLookupTable()).getSyn1Neg());
                default -> {}
            }
        }
        System.out.println(layers.score() + graph.score()); // so that nobody takes them for dropped before
    }

    private static NeuralNetConfiguration.Builder configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.TANH);
    }

    private static DataSet data() {
        Random random = new Random(5);
        float[][] features = new float[8][3];
        float[][] labels = new float[8][2];
        for (int i = 0; i < features.length; i++) {
            for (int j = 0; j < features[i].length; j++) {
                features[i][j] = random.nextFloat();
            }
            labels[i][i % 2] = 1;
        }
        return new DataSet(Nd4j.create(features), Nd4j.create(labels));
    }

    private static MultiLayerNetwork small() {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration()
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static void dropped(boolean freed) {
        MultiLayerNetwork network = small();
        network.fit(data());
        if (freed) {
            network.close();
        }
    }

    private static void byHand() {
        MultiLayerNetwork network = small();
        DataSet data = data();
        for (int i = 0; i < 3; i++) {
            network.setInput(data.getFeatures());
            network.setLabels(data.getLabels());
            network.computeGradientAndScore();
            network.params().subi(network.gradient().gradient().mul(0.1));
        }
    }

    private static void elsewhere() throws InterruptedException {
        Thread thread = new Thread(() -> small().fit(data()));
        thread.start();
        thread.join();
    }

    private static SameDiff regression() {
        SameDiff same = SameDiff.create();
        SDVariable in = same.placeHolder("in", DataType.FLOAT, -1, 3);
        SDVariable expected = same.placeHolder("expected", DataType.FLOAT, -1, 2);
        SDVariable w = same.var("w", Nd4j.linspace(DataType.FLOAT, 0.1, 0.1, 6).reshape(3, 2));
        SDVariable b = same.var("b", Nd4j.zeros(DataType.FLOAT, 2));
        SDVariable loss =
                same.loss.meanSquaredError("loss", expected, in.mmul(w).add(b), null);
        same.setLossVariables(loss);
        same.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("in")
                .dataSetLabelMapping("expected")
                .build());
        return same;
    }

    private static Word2Vec words() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sentences.add("one two three four five six seven".substring(i % 5));
        }
        Word2Vec words = new Word2Vec.Builder()
                .seed(3)
                .layerSize(8)
                .minWordFrequency(1)
                .negativeSample(2)
                .useHierarchicSoftmax(true)
                .workers(1)
                .iterate(new CollectionSentenceIterator(sentences))
                .tokenizerFactory(new DefaultTokenizerFactory())
                .build();
        words.fit();
        return words;
    }

    private static void flip(INDArray array) {
        long last = array.length() - 1;
        array.putScalar(last, Float.intBitsToFloat(Float.floatToRawIntBits(array.getFloat(last)) ^ 1));
    }
}
