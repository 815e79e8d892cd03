package com.example.gallery;

import java.io.File;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxScoreIterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Sgd;

/** Early stopping: rows shuffled and split, normalized, the best model kept in a folder. */
public final class Patience {
    private Patience() {}

    public static void main(String[] args) {
        DataSet rows = Points.of(90, 11);
        rows.shuffle();
        SplitTestAndTrain split = rows.splitTestAndTrain(60);
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(split.getTrain());
        normalizer.transform(split.getTrain());
        normalizer.transform(split.getTest());
        File models = new File("models");
        if (!models.isDirectory() && !models.mkdir()) {
            throw new IllegalStateException(models + " cannot be made");
        }
        MultiLayerConfiguration network = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.05))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(Points.FEATURES)
                        .nOut(12)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(12)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(5), new ScoreImprovementEpochTerminationCondition(2))
                .iterationTerminationConditions(new MaxScoreIterationTerminationCondition(50))
                .scoreCalculator(new DataSetLossCalculator(
                        new ListDataSetIterator<>(split.getTest().asList(), 10), true))
                .evaluateEveryNEpochs(1)
                .modelSaver(new LocalFileModelSaver(models.getPath()))
                .build();
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(
                        stopping,
                        network,
                        new ListDataSetIterator<>(split.getTrain().asList(), 10))
                .fit();
        System.out.println(result.getTerminationReason() + " " + result.getBestModelEpoch());
        Points.print("best", result.getBestModel().params());
    }
}
