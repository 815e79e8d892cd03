package io.github.reprorun.examples.digits;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import io.github.reprorun.examples.training.LossPerEpoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Learns to read digits. There is no data to load: the pictures are drawn from one named stream of the run's seed and
 * shifted by a second one, so that the seed alone reproduces all of them.
 *
 * <p>Has no state; safe for use by several threads.
 */
public final class DigitRecognition {
    private DigitRecognition() {}

    /** Trains in a pinned JVM. */
    public static void main(String[] args) {
        ReproducibleRun.of("digit-recognition").seed(7).threads(2).launch(args, DigitRecognition::train);
    }

    static void train(RunContext run) throws IOException {
        DataSet training = DigitSet.drawn(run.parameter("trainingDigits", 4_000), run.random("training digits"));
        DataSet test = DigitSet.drawn(run.parameter("testDigits", 1_000), run.random("test digits"));
        Files.write(run.output("digits.pgm"), ContactSheet.of(test).getBytes(StandardCharsets.US_ASCII));

        MultiLayerNetwork network = new DigitNetwork(run.parameter("filters", 8), run.parameter("learningRate", 0.002))
                .initialised(run.seed("weights"));

        ListDataSetIterator<DataSet> batches =
                new ListDataSetIterator<>(training.asList(), run.parameter("batchSize", 50));
        batches.setPreProcessor(new Augmentation(run.random("augmentation")));
        network.addListeners(new LossPerEpoch(run, test));

        Dl4jRun dl4j = Dl4jRun.of(run);
        dl4j.fit(network, batches, run.parameter("epochs", 10));
        dl4j.save("model.zip", network);

        Evaluation evaluation = new Evaluation(DigitSet.CLASSES);
        evaluation.eval(test.getLabels(), network.output(test.getFeatures()));
        run.metric("accuracy", evaluation.accuracy());
    }
}
