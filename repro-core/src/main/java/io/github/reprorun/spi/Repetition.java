package io.github.reprorun.spi;

import io.github.reprorun.failure.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The instructions for a run that repeats an earlier run: which trace to follow, and where to stop. Immutable, hence
 * safe to share between threads.
 *
 * @param trace the trace of the run that is repeated: this run traces as that one did; empty if there is none
 * @param stopsAtDivergence whether the training is to end at the first step that differs from {@code trace}
 * @param steps the number of steps, of all networks together, after which a replay ends; empty if the run is to go on to its
 *     end. The steps of a replay are traced in full
 * @param arrays the folder for the arrays of the last step of a replay; present exactly if {@code steps} is
 */
public record Repetition(Optional<Path> trace, boolean stopsAtDivergence, OptionalLong steps, Optional<Path> arrays) {
    private static final Repetition NONE =
            new Repetition(Optional.empty(), false, OptionalLong.empty(), Optional.empty());

    /**
     * Checks that the four belong together.
     *
     * @throws UsageException if a replay is to end after less than one step
     * @throws IllegalArgumentException if the run is to stop at a divergence and there is no trace, or only one of
     *     {@code steps} and {@code arrays} is given
     */
    public Repetition {
        if (stopsAtDivergence && trace.isEmpty()) {
            throw new IllegalArgumentException("there is no trace to differ from");
        }
        if (steps.isPresent() != arrays.isPresent()) {
            throw new IllegalArgumentException(
                    "a replay has a last step and a folder for its arrays, not one of the two");
        }
        if (steps.isPresent() && steps.getAsLong() < 1) {
            throw new UsageException("replay", "ends after at least 1 step, not " + steps.getAsLong());
        }
    }

    /** A run that repeats no other, or one that left no trace. */
    public static Repetition none() {
        return NONE;
    }

    /** The repetition of a run to its end, or to the first step that differs if {@code stopsAtDivergence}. */
    public static Repetition of(Path trace, boolean stopsAtDivergence) {
        return new Repetition(Optional.of(trace), stopsAtDivergence, OptionalLong.empty(), Optional.empty());
    }

    /**
     * A replay that ends after {@code steps} steps and keeps the arrays of the last in the folder {@code arrays}.
     *
     * @throws UsageException if {@code steps} is less than 1
     */
    public static Repetition upTo(long steps, Path arrays) {
        return new Repetition(Optional.empty(), false, OptionalLong.of(steps), Optional.of(arrays));
    }
}
