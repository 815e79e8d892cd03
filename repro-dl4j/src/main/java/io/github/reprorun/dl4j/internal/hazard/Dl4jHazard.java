package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.spi.RunScope;

/**
 * The behaviours of Deeplearning4j and ND4J that differ from run to run whatever the seeds are, and how the run treats
 * each. Safe to share between threads.
 */
public enum Dl4jHazard {
    /** Its default is the clock. */
    UNSEEDED_CONFIGURATION(
            "NeuralNetConfiguration without a seed", Treatment.SEEDED, "Its default is the clock; call seed(long)."),
    /** Workers use each other's gradients in the order of arrival. */
    SHARED_GRADIENTS(
            "ParallelWrapper that shares gradients",
            Treatment.UNCONTROLLED,
            "Use TrainingMode.AVERAGING, which waits for all workers and which the run holds, or train without"
                    + " ParallelWrapper."),
    /** The first worker trains the network while the others copy it. */
    AVERAGING(
            "ParallelWrapper that averages",
            Treatment.PINNED,
            "Train without ParallelWrapper: its first worker may train the network while the others copy it; the run"
                    + " let no worker train before each had its copy."),
    /** As above, where a worker did not say that it had its copy. */
    AVERAGING_WHILE_COPYING(
            "ParallelWrapper that averages while it copies",
            Treatment.UNCONTROLLED,
            "Train without ParallelWrapper, or give it a pool with a thread for each worker."),
    /** All workers tell one listener of their steps. */
    SHARED_LISTENERS(
            "listeners of a ParallelWrapper",
            Treatment.UNCONTROLLED,
            "Give the wrapper no listener that keeps or saves anything: its workers tell it of their steps in any order. Stop"
                    + " early by a score calculator at the end of epochs."),
    /** How many rows are computed at once depends on who comes when. */
    BATCHED_INFERENCE(
            "ParallelInference of several threads",
            Treatment.UNCONTROLLED,
            "Use InferenceMode.SEQUENTIAL or INPLACE: batches are put together as the threads come, and the last bits depend"
                    + " on their size."),
    /** Threads take turns at one network, or train it at once. */
    SHARED_NETWORK(
            "network trained by several threads",
            Treatment.UNCONTROLLED,
            "Train it in one thread, or have each thread wait for the end of the one before: the order of their steps"
                    + " is random, under a lock too."),
    /** Native threads change the same vectors at once. */
    EMBEDDINGS(
            "embeddings trained by several workers",
            Treatment.PINNED,
            "Call workers(1), which DBOW obeys only with trainWordVectors(true): the run used one worker, because the"
                    + " updates of several overwrite one another in any order."),
    /** Words are counted and numbered in the order in which threads find them. */
    VOCABULARY(
            "vocabulary counted by several threads",
            Treatment.PINNED,
            "Call allowParallelTokenization(false): one thread counted it."),
    /** Native threads of a separate library, without a seed. */
    FAST_TEXT(
            "FastText",
            Treatment.UNCONTROLLED,
            "Its native threads have no seed and overwrite one another; train it apart and use its file as an input."),
    /** Native threads take numbers from one counter. */
    RANDOM_GAMMA(
            "operation random_gamma",
            Treatment.UNCONTROLLED,
            "Give the run one native thread, threads(1), or draw gamma variates from run.random(name)."),
    /** Native threads count one pair at once. */
    CONFUSION_MATRIX(
            "operation confusion_matrix",
            Treatment.UNCONTROLLED,
            "Give the run one native thread, threads(1), or use Evaluation, which counts in Java."),
    /** Native threads change one row at once. */
    SCATTER(
            "scatter by several threads",
            Treatment.PINNED,
            "Ask the operation to lock, by addBArgument(true), where an index may occur twice; one thread did it,"
                    + " because otherwise the order of updates to one index is random."),
    /** The end of the training depends on the machine's speed. */
    TIME_LIMIT(
            "early stopping by the clock",
            Treatment.UNCONTROLLED,
            "Limit epochs, iterations or the score instead of the time."),
    /** The progress of the iterator behind it before the reset depends on timing. */
    RESET_IN_MID_EPOCH(
            "asynchronous iterator reset before its end",
            Treatment.PINNED,
            "Read it to its end, or reset the iterator behind it; the run let the prefetching thread fill its queue first."),
    /** As above, if the iterator behind it gave no sign of an end. */
    RESET_WHILE_READING(
            "asynchronous iterator reset while it was reading",
            Treatment.UNCONTROLLED,
            "Read it to its end, or do not make it asynchronous."),
    /** Native threads, one for each array, exchange the rows of the same memory at once. */
    SHARED_SHUFFLE(
            "shuffle of arrays that share memory",
            Treatment.PINNED,
            "Give each array its own copy, such as dup() makes: rows that two share are exchanged twice, so such a"
                    + " shuffle has little effect; the run shuffled one array after another."),
    /** Sums whose order depends on the device's threads. */
    ATOMIC_ADDITIONS(
            "atomic additions on a CUDA device",
            Treatment.UNCONTROLLED,
            "Train on the CPU, or declare a tolerance for the metrics.");

    private final String kind;
    private final Treatment treatment;
    private final String advice;

    Dl4jHazard(String kind, Treatment treatment, String advice) {
        this.kind = kind;
        this.treatment = treatment;
        this.advice = advice;
    }

    public String kind() {
        return kind;
    }

    Treatment treatment() {
        return treatment;
    }

    public String advice() {
        return advice;
    }

    /** Records that {@code site} met this hazard. */
    void metAt(ProgramFrame site, RunScope run) {
        run.hazard(new Hazard(kind, site.className(), site.line(), 1, treatment, advice));
    }

    /** As {@link #metAt}, for a call of {@code operation}. */
    void metAt(ProgramFrame site, String operation, RunScope run) {
        run.hazard(new Hazard(kind + ": " + operation, site.className(), site.line(), 1, treatment, advice));
    }
}
