package io.github.reprorun.dl4j;

import io.github.reprorun.failure.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;

/**
 * How a network is trained: for how long, measured on what, kept when.
 *
 * <pre>{@code
 * Fitted fitted = dl4j.fit(network, train, Fitting.epochs(50)
 *         .validation(heldBack)
 *         .patience(5)
 *         .bestModel("best.zip"));
 * }</pre>
 *
 * After each epoch the network is measured on the validation data, which neither trains it nor draws from what the training
 * draws from. The measures are metrics of the run under {@code validation.loss} and so on; their step is the number of epochs
 * the network has been trained for. A mutable builder, to be used by one thread.
 */
public final class Fitting {
    /** The purpose of a network, which decides what is measured in addition to its loss. */
    public enum Task {
        /** One of several classes: {@code accuracy}, {@code precision}, {@code recall}, {@code f1}. */
        CLASSIFICATION,
        /** Several yes or no: {@code accuracy} and {@code f1}, averaged over the outputs. */
        BINARY,
        /** Numbers: {@code rmse}, {@code mae}, {@code r2}, averaged over the outputs. */
        REGRESSION,
        /** Anything: the {@code loss} alone. */
        ANY
    }

    private final int epochs;
    private @Nullable DataSetIterator validation;
    private @Nullable MultiDataSetIterator multiValidation;
    private int patience = Integer.MAX_VALUE;
    private double improvement;
    private String watched = Measures.LOSS;
    private String prefix = "validation";
    private @Nullable Task task;
    private @Nullable String bestModel;
    private @Nullable Normalizer<?> normalizer;

    private Fitting(int epochs) {
        this.epochs = epochs;
    }

    /**
     * Begins the description of a training.
     *
     * @param epochs how many times to go over the data at most, at least 1
     */
    public static Fitting epochs(int epochs) {
        return new Fitting(epochs);
    }

    /** Measures the network on {@code data} after each epoch; it is reset before each time. */
    public Fitting validation(DataSetIterator data) {
        this.validation = data;
        this.multiValidation = null;
        return this;
    }

    /** As {@link #validation(DataSetIterator)}, for data with several inputs or outputs. */
    public Fitting validation(MultiDataSetIterator data) {
        this.validation = null;
        this.multiValidation = data;
        return this;
    }

    /**
     * Stops the training after {@code epochs} epochs without an improvement.
     *
     * @throws UsageException if {@code epochs} is less than 1
     */
    public Fitting patience(int epochs) {
        if (epochs < 1) {
            throw new UsageException("patience", "is of at least one epoch, not " + epochs);
        }
        this.patience = epochs;
        return this;
    }

    /**
     * How much better a value has to be to count as an improvement; 0 by default, that is any.
     *
     * @throws UsageException if it is negative or not a number
     */
    public Fitting improvement(double least) {
        if (!(least >= 0)) {
            throw new UsageException("improvement", "is a number from 0 on, not " + least);
        }
        this.improvement = least;
        return this;
    }

    /** The measure by which one epoch is better than another, such as {@code f1}; {@code loss} by default. */
    public Fitting watch(String measure) {
        this.watched = measure;
        return this;
    }

    /** The prefix of the names of the metrics, before a dot; {@code validation} by default. */
    public Fitting named(String name) {
        this.prefix = name;
        return this;
    }

    /** The purpose of the network; by default its output layer determines it. */
    public Fitting task(Task what) {
        this.task = what;
        return this;
    }

    /** Saves the network as the output {@code name} whenever it is better than before, as {@link Dl4jRun#save} does. */
    public Fitting bestModel(String name) {
        this.bestModel = name;
        return this;
    }

    /** As {@link #bestModel(String)}, with the normalizer that prepares the network's data. */
    public Fitting bestModel(String name, Normalizer<?> prepares) {
        this.bestModel = name;
        this.normalizer = prepares;
        return this;
    }

    int epochs() {
        return epochs;
    }

    Optional<DataSetIterator> validation() {
        return Optional.ofNullable(validation);
    }

    Optional<MultiDataSetIterator> multiValidation() {
        return Optional.ofNullable(multiValidation);
    }

    int patience() {
        return patience;
    }

    double improvement() {
        return improvement;
    }

    String watched() {
        return watched;
    }

    String prefix() {
        return prefix;
    }

    Optional<Task> task() {
        return Optional.ofNullable(task);
    }

    Optional<String> bestModel() {
        return Optional.ofNullable(bestModel);
    }

    Optional<Normalizer<?>> normalizer() {
        return Optional.ofNullable(normalizer);
    }

    /** @throws UsageException if something is asked for that only validation data can decide */
    void requireMeant() {
        boolean asks = patience != Integer.MAX_VALUE || bestModel != null || !watched.equals(Measures.LOSS);
        if (asks && validation == null && multiValidation == null) {
            throw new UsageException(
                    "fitting", "patience, bestModel and watch need validation data; call validation(iterator)");
        }
    }
}
