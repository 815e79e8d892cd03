package io.github.reprorun.examples.fraud;

import io.github.reprorun.RunContext;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * How well a network tells fraud from honest claims it has not seen. Immutable, hence safe to share between threads.
 *
 * @param recall the share of the frauds that were found; what the network is judged by
 * @param precision the share of the alarms that were frauds
 * @param f1 the harmonic mean of both
 * @param areaUnderCurve the chance that a fraud is suspected more than an honest claim (ROC)
 */
record FraudScore(
        double recall,
        double precision,
        double f1,
        double areaUnderCurve,
        int fraudFound,
        int fraudMissed,
        int falseAlarms,
        int honestPassed) {
    private static final int HONEST = 0;
    private static final int FRAUD = 1;
    private static final int EXACT = 0;

    static FraudScore of(MultiLayerNetwork network, DataSet test) {
        INDArray predicted = network.output(test.getFeatures());
        Evaluation counts = new Evaluation(2);
        counts.eval(test.getLabels(), predicted);
        ROC curve = new ROC(EXACT);
        curve.eval(test.getLabels(), predicted);
        return new FraudScore(
                counts.recall(FRAUD),
                counts.precision(FRAUD),
                counts.f1(FRAUD),
                curve.calculateAUC(),
                counts.getConfusion().getCount(FRAUD, FRAUD),
                counts.getConfusion().getCount(FRAUD, HONEST),
                counts.getConfusion().getCount(HONEST, FRAUD),
                counts.getConfusion().getCount(HONEST, HONEST));
    }

    void record(RunContext run) {
        run.metric("recall", recall);
        run.metric("precision", precision);
        run.metric("f1", f1);
        run.metric("auc", areaUnderCurve);
        run.metric("fraud found", fraudFound);
        run.metric("fraud missed", fraudMissed);
        run.metric("false alarms", falseAlarms);
        run.metric("honest passed", honestPassed);
    }

    /** The confusion matrix as CSV. */
    String confusion() {
        return String.format(
                Locale.ROOT,
                "actual,predicted honest,predicted fraud%nhonest,%d,%d%nfraud,%d,%d%n".replace("%n", "\n"),
                honestPassed,
                falseAlarms,
                fraudMissed,
                fraudFound);
    }
}
