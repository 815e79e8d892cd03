package io.github.reprorun.spi;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** The services that a run offers its extensions. Safe for use by several threads. */
public interface RunScope {
    /** The root seed. */
    Seed seed();

    /** The number of native threads the run is to use, at least 1. */
    int threads();

    /** The run directory, absolute; it exists. */
    Path directory();

    /**
     * The path of an output file, whose folders this call creates; the run digests the file when it ends.
     *
     * @throws io.github.reprorun.failure.UsageException if {@code name} escapes the outputs folder
     */
    Path output(String name);

    /**
     * Records a metric of the run. The last value under a name stands; of those with a step, each is kept in the order of
     * recording.
     *
     * @param step an epoch or an iteration, or empty for the run's own
     * @throws io.github.reprorun.failure.UsageException if {@code name} is blank, cannot be encoded, or is too long
     * @throws io.github.reprorun.failure.UnwritableException if values by step cannot be written
     */
    void metric(String name, OptionalLong step, double value);

    /**
     * Tells the run's listeners that a network has finished one pass over its training data. Nothing is recorded.
     *
     * @param network what the network is called, the same at each of its epochs
     * @param number how many passes the network has finished in all, at least 1
     * @param iterations how many times its parameters were updated in all
     * @param score the loss of the last batch, NaN if it is not known
     */
    void epoch(String network, long number, long iterations, double score);

    /**
     * The parameter called {@code name}: {@code defaultValue}, unless the user overrode it. Recorded; later calls get
     * the same value.
     *
     * @throws io.github.reprorun.failure.UsageException if it was recorded or given with a different type
     */
    long parameter(String name, long defaultValue);

    /** As {@link #parameter(String, long)}. */
    double parameter(String name, double defaultValue);

    /** As {@link #parameter(String, long)}. */
    boolean parameter(String name, boolean defaultValue);

    /** As {@link #parameter(String, long)}. */
    String parameter(String name, String defaultValue);

    /**
     * The file or folder at {@code path}, digested now and checked again when the run ends.
     *
     * @param name what the input is called in the manifest
     * @return {@code path}, or the place that a re-run was given: the one to read from
     * @throws io.github.reprorun.failure.UnreadableException if it cannot be read
     * @throws io.github.reprorun.failure.UsageException if {@code name} already stands for a different path
     */
    Path input(String name, Path path);

    /** Where in the program the caller is. */
    Place place();

    /**
     * A value that each place has of its own, as {@link ThreadLocal} has for each thread: a generator, say, that is seeded
     * by its place. It is released with the place.
     *
     * @param initial makes a place's value when it is first asked for there
     */
    <T> Supplier<T> perPlace(Function<Place, T> initial);

    /** Records something the run made that is not an output file, such as the digest of a network's parameters. */
    void byproduct(Resource byproduct);

    /** Records an unseeded or uncontrolled source of chance; equal sites are counted together. */
    void hazard(Hazard hazard);

    /** Records that {@code what} could not be pinned in this JVM, and why. */
    void unpinned(String what, String reason);

    /** Whether this run continues where an earlier process left it: checkpoints lie in {@link #checkpoints}. */
    boolean isResumed();

    /** The folder for checkpoints, absolute; created by the first writer, removed when the run succeeds. */
    Path checkpoints();

    /** The part of the run's own state that belongs in a checkpoint. */
    RunState state();

    /** The journal that records checkpoints. */
    RunJournal journal();

    /** How this run repeats an earlier one, and how far; {@link Repetition#none()} if it repeats none. */
    Repetition repetition();

    /** Whether the run was asked to end: training is to stop at the next point it can be resumed from. */
    boolean isStopRequested();

    /**
     * Ends the training here and now, and this JVM with it: for a run that was started to be followed up to some step. The
     * run is recorded as interrupted; the exit status is 0. Does not return, and the caller must hold no lock that the
     * closing of an extension's session asks for.
     *
     * @param reason what the manifest states as the cause
     */
    void end(String reason);
}
