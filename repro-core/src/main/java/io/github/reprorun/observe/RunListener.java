package io.github.reprorun.observe;

/**
 * Receives the events of a run. Override the methods for the events you want; methods for further events may be added.
 *
 * <pre>{@code
 * final class Progress implements RunListener {
 *     @Override
 *     public void epoch(RunEvent.Epoch epoch) {
 *         System.out.printf(Locale.ROOT, "%s: epoch %d, score %.4f%n", epoch.network(), epoch.number(), epoch.score());
 *     }
 * }
 * }</pre>
 *
 * Register a listener with {@link io.github.reprorun.ReproducibleRun#listener}, or without any code by naming its class, which
 * needs a public constructor without parameters, in a file {@code META-INF/services/io.github.reprorun.observe.RunListener}.
 *
 * <p>Each listener is called on a thread of its own, one event at a time, in the order in which they happened, and never on
 * the thread that trains. A listener therefore needs no locks of its own unless it belongs to several runs at once.
 *
 * <p>A listener watches; it never decides about a result. One that throws, falls too far behind, or has not finished two
 * seconds after the training ended is dropped: it is told nothing more, its thread is interrupted, the console and the run's
 * log name it, and so does the manifest if it was dropped before the manifest was written. The run continues as if it had not
 * been there. Numbers that a listener draws are neither seeded nor recorded, so two equal runs may draw different ones. A
 * listener must not call the run it listens to: what it records there would depend on timing. Nor must it call
 * {@link System#exit}, which ends this JVM and interrupts the run, as it does on any thread.
 */
public interface RunListener {
    /** The run has begun; its directory exists, and the training is about to start. The first event. */
    default void started(RunEvent.Started started) {}

    /** The training has asked for an input, which has been digested. Called once for each name. */
    default void input(RunEvent.Input input) {}

    /** The training has asked for the path of an output, which it has probably not written yet. Called once for each name. */
    default void output(RunEvent.Output output) {}

    /** A value was recorded. */
    default void metric(RunEvent.Metric metric) {}

    /** A network has finished one pass over its training data. */
    default void epoch(RunEvent.Epoch epoch) {}

    /** A checkpoint was written, could not be written, was passed over, or is where training continues. */
    default void checkpoint(RunEvent.Checkpoint checkpoint) {}

    /**
     * A source of chance was met, for the first time at that place. What the agent meets is reported when the training has
     * ended.
     */
    default void hazard(RunEvent.HazardMet hazard) {}

    /** The run has ended, and its manifest lies in its directory if it could be written. The last event. */
    default void ended(RunEvent.Ended ended) {}
}
