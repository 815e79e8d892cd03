package io.github.reprorun.examples.fraud;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import io.github.reprorun.examples.training.LossPerEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Learns to tell fraud from honest insurance claims. One claim in twenty is a fraud, so the network is judged by its recall
 * on them: of the frauds in claims it never saw, the share it finds.
 *
 * <p>Has no state; safe for use by several threads.
 */
public final class FraudDetection {
    /** The name of this program's runs. */
    public static final String NAME = "fraud-detection";

    private FraudDetection() {}

    /** Trains in a pinned JVM. Arguments, all optional: the key that signs the manifest, the folder for runs. */
    public static void main(String[] args) {
        ReproducibleRun run = ReproducibleRun.of(NAME).seed(42).threads(2);
        if (args.length > 0) {
            run.signedBy(Path.of(args[0]));
        }
        if (args.length > 1) {
            run.runsDirectory(Path.of(args[1]));
        }
        run.launch(args, FraudDetection::train);
    }

    static void train(RunContext run) throws IOException {
        run.expect("recall").within(0.01); // for machines that do not give the same bits
        List<Claim> claims = ClaimsTable.read(run.input("claims", ClaimsTable.location()));
        Split split = Split.stratified(claims, run.parameter("testShare", 0.25), run.random("split"));
        ClaimEncoding encoding = ClaimEncoding.fittedOn(split.training());
        DataSet training = encoding.encode(split.training());
        DataSet test = encoding.encode(split.test());

        MultiLayerNetwork network = new FraudNetwork(
                        run.parameter("hiddenUnits", 48),
                        run.parameter("keepProbability", 0.8),
                        run.parameter("learningRate", 0.002),
                        run.parameter("fraudWeight", 12.0))
                .initialised(encoding.width(), run.seed("weights"));

        network.addListeners(new LossPerEpoch(run, test));
        Dl4jRun dl4j = Dl4jRun.of(run);
        dl4j.fit(
                network,
                new ListDataSetIterator<>(training.asList(), run.parameter("batchSize", 128)),
                run.parameter("epochs", 20));
        dl4j.save("model.zip", network);
        Files.writeString(run.output("encoding.csv"), encoding.toCsv());

        FraudScore score = FraudScore.of(network, test);
        score.record(run);
        Files.writeString(run.output("confusion.csv"), score.confusion());
    }
}
