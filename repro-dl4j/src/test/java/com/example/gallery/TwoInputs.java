package com.example.gallery;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A graph of two inputs and two outputs, with dropout; no seed anywhere. */
public final class TwoInputs {
    private TwoInputs() {}

    public static void main(String[] args) throws IOException {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("l", new DenseLayer.Builder().nIn(2).nOut(6).build(), "left")
                .addLayer(
                        "r",
                        new DenseLayer.Builder().nIn(2).nOut(6).dropOut(0.5).build(),
                        "right")
                .addVertex("both", new MergeVertex(), "l", "r")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder().nIn(12).nOut(12).build(),
                        "both")
                .addLayer(
                        "class",
                        new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                                .activation(Activation.SOFTMAX)
                                .nIn(12)
                                .nOut(Points.CLASSES)
                                .build(),
                        "norm")
                .addLayer(
                        "copy",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .nIn(12)
                                .nOut(2)
                                .build(),
                        "norm")
                .setOutputs("class", "copy")
                .build());
        graph.init();
        DataSet points = Points.of(48, 23);
        INDArray left = points.getFeatures()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))
                .dup();
        INDArray right = points.getFeatures()
                .get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4))
                .dup();
        MultiDataSet data = new MultiDataSet(new INDArray[] {left, right}, new INDArray[] {points.getLabels(), left});
        for (int i = 0; i < 8; i++) {
            graph.fit(data);
        }
        graph.save(new File("graph.zip"), true);
        Points.print("class", graph.output(left, right)[0]);
    }
}
