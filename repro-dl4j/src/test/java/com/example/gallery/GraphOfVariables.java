package com.example.gallery;

import java.io.File;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.weightinit.impl.XavierInitScheme;

/** SameDiff: a classifier of two layers, its weights drawn, without a seed; saved and loaded. */
public final class GraphOfVariables {
    private GraphOfVariables() {}

    public static void main(String[] args) {
        SameDiff graph = SameDiff.create();
        SDVariable in = graph.placeHolder("in", DataType.FLOAT, -1, Points.FEATURES);
        SDVariable expected = graph.placeHolder("expected", DataType.FLOAT, -1, Points.CLASSES);
        SDVariable w0 =
                graph.var("w0", new XavierInitScheme('c', Points.FEATURES, 16), DataType.FLOAT, Points.FEATURES, 16);
        SDVariable b0 = graph.zero("b0", DataType.FLOAT, 1, 16);
        SDVariable w1 =
                graph.var("w1", new XavierInitScheme('c', 16, Points.CLASSES), DataType.FLOAT, 16, Points.CLASSES);
        SDVariable b1 = graph.zero("b1", DataType.FLOAT, 1, Points.CLASSES);
        SDVariable hidden = graph.nn.tanh(in.mmul(w0).add(b0));
        SDVariable scores = hidden.mmul(w1).add(b1);
        SDVariable out = graph.nn.softmax("out", scores);
        graph.loss.softmaxCrossEntropy("loss", expected, scores, null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(new TrainingConfig.Builder()
                .l2(1e-4)
                .updater(new Adam(0.02))
                .dataSetFeatureMapping("in")
                .dataSetLabelMapping("expected")
                .build());
        DataSetIterator data = Points.batches(96, 32, 1);
        graph.fit(data, 4);
        File file = new File("graph.fb");
        graph.save(file, true);
        Evaluation evaluation = new Evaluation();
        SameDiff.load(file, true).evaluate(data, out.name(), evaluation);
        System.out.println("accuracy " + evaluation.accuracy());
        Points.print("w1", graph.getVariable("w1").getArr());
    }
}
