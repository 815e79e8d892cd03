package io.github.reprorun;

/** The training that a run wraps; usually a method reference such as {@code FraudTraining::train}. */
@FunctionalInterface
public interface Training {
    /**
     * Trains, asking {@code run} for every input, parameter, seed and output path.
     *
     * @throws Exception whatever the training throws; the run is then recorded as failed and the exception comes through
     */
    void train(RunContext run) throws Exception;
}
