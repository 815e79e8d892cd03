package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.Fitting.Task;
import io.github.reprorun.failure.UsageException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** The measures of a network on validation data, by its purpose. Stateless. */
enum Measures {
    CLASSIFICATION(List.of("accuracy", "precision", "recall", "f1")) {
        @Override
        IEvaluation<?> begin() {
            return new Evaluation();
        }

        @Override
        void read(IEvaluation<?> evaluation, SortedMap<String, Double> values) {
            Evaluation counts = (Evaluation) evaluation;
            values.put("accuracy", counts.accuracy());
            values.put("precision", counts.precision());
            values.put("recall", counts.recall());
            values.put("f1", counts.f1());
        }
    },
    BINARY(List.of("accuracy", "f1")) {
        @Override
        IEvaluation<?> begin() {
            return new EvaluationBinary();
        }

        @Override
        void read(IEvaluation<?> evaluation, SortedMap<String, Double> values) {
            EvaluationBinary counts = (EvaluationBinary) evaluation;
            values.put("accuracy", counts.averageAccuracy());
            values.put("f1", counts.averageF1());
        }
    },
    REGRESSION(List.of("rmse", "mae", "r2")) {
        @Override
        IEvaluation<?> begin() {
            return new RegressionEvaluation();
        }

        @Override
        void read(IEvaluation<?> evaluation, SortedMap<String, Double> values) {
            RegressionEvaluation errors = (RegressionEvaluation) evaluation;
            values.put("rmse", errors.averagerootMeanSquaredError());
            values.put("mae", errors.averageMeanAbsoluteError());
            values.put("r2", errors.averageRSquared());
        }
    },
    ANY(List.of()) {
        @Override
        @Nullable
        IEvaluation<?> begin() {
            return null;
        }

        @Override
        void read(IEvaluation<?> evaluation, SortedMap<String, Double> values) {
            throw new IllegalStateException("nothing was begun");
        }
    };

    static final String LOSS = "loss";

    private static final Set<String> LOWER_IS_BETTER = Set.of(LOSS, "rmse", "mae");

    @SuppressWarnings("ImmutableEnumChecker") // Each constant is given List.of.
    private final List<String> names;

    Measures(List<String> names) {
        this.names = names;
    }

    /** What collects beside the loss; null for nothing. */
    abstract @Nullable IEvaluation<?> begin();

    /** Puts what {@code evaluation} collected into {@code values}. */
    abstract void read(IEvaluation<?> evaluation, SortedMap<String, Double> values);

    static Measures of(Task task) {
        return valueOf(task.name());
    }

    /** The purpose that the output layers show: softmax classifies, the sigmoid decides, any other is for numbers. */
    static Measures of(List<Layer> outputs) {
        if (outputs.size() != 1 || !(outputs.get(0) instanceof BaseOutputLayer output)) {
            return ANY;
        }
        if (output.getActivationFn() instanceof ActivationSoftmax) {
            return CLASSIFICATION;
        }
        if (output.getActivationFn() instanceof ActivationSigmoid) {
            return output.getNOut() == 1 ? CLASSIFICATION : BINARY;
        }
        return REGRESSION;
    }

    /** @throws UsageException if {@code measure} is not among these */
    void requireMeasured(String measure) {
        if (!measure.equals(LOSS) && !names.contains(measure)) {
            throw new UsageException(
                    "measure \"" + measure + "\"",
                    "is not among those of this network: loss" + (names.isEmpty() ? "" : ", ")
                            + String.join(", ", names));
        }
    }

    static boolean isLowerBetter(String measure) {
        return LOWER_IS_BETTER.contains(measure);
    }

    /** The values by name. */
    SortedMap<String, Double> values(double loss, @Nullable IEvaluation<?> evaluation) {
        SortedMap<String, Double> values = new TreeMap<>();
        values.put(LOSS, loss);
        if (evaluation != null) {
            read(evaluation, values);
        }
        return values;
    }
}
