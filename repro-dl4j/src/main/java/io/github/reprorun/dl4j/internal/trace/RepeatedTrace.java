package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.spi.Repetition;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceFollower;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceRecord;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the run that this one repeats: this run takes over its cadence and, if requested, compares each step
 * with it and ends the training at the first that differs. Safe for use by several threads.
 */
final class RepeatedTrace implements AutoCloseable {
    private final TraceReader original;
    private final boolean stops;
    private final Consumer<String> ending;
    private @Nullable TraceFollower follower;
    private boolean parted;

    /**
     * @param stops whether the training ends where it diverges
     * @param ending ends it, and does not return
     */
    RepeatedTrace(TraceReader original, boolean stops, Consumer<String> ending) {
        this.original = original;
        this.stops = stops;
        this.ending = ending;
    }

    /** The trace that {@code run} must follow, if there is one. */
    static Optional<RepeatedTrace> of(RunScope run) {
        Repetition repetition = run.repetition();
        return repetition
                .trace()
                .map(file ->
                        new RepeatedTrace(TraceReader.openVerified(file), repetition.stopsAtDivergence(), run::end));
    }

    /** The recorded cadence, if this version can trace with it. */
    Optional<TraceCadence> cadence() {
        return TraceCadence.of(original.header());
    }

    /**
     * Compares {@code step}, the next of a trace with the header {@code header}; does not return if the training must
     * end here.
     */
    void follow(TraceHeader header, TraceRecord step) {
        if (stops) {
            compared(header, step).ifPresent(found -> ending.accept(RunDetails.Ending.DIVERGED + words(found)));
        }
    }

    /** Reported once: while the JVM is ending, other threads may still train. */
    private synchronized Optional<Divergence> compared(TraceHeader header, TraceRecord step) {
        if (parted) {
            return Optional.empty();
        }
        if (follower == null) {
            follower = TraceFollower.of(original, header);
        }
        Optional<Divergence> divergence = follower.follow(step);
        parted = divergence.isPresent();
        return divergence;
    }

    private static String words(Divergence found) {
        return found.network() + ", "
                + found.layer().map(layer -> "layer " + layer + ", ").orElse("") + "iteration " + found.iteration()
                + ", epoch " + found.epoch() + ": another " + found.quantity();
    }

    @Override
    public void close() {
        original.close();
    }
}
