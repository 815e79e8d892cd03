package com.example.plain;

import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A training that cannot be repeated, whatever its seeds. */
public final class SharedGradients {
    private SharedGradients() {}

    public static void main(String[] arguments) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(2).build())
                .build());
        network.init();
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .trainingMode(ParallelWrapper.TrainingMode.SHARED_GRADIENTS)
                .build();
        wrapper.fit(new ListDataSetIterator<>(new DataSet(Nd4j.ones(8, 2), Nd4j.ones(8, 2)).asList(), 2));
        wrapper.shutdown();
    }
}
