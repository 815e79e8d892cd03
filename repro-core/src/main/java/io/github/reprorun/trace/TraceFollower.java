package io.github.reprorun.trace;

import java.util.Optional;

/**
 * Compares a training as it goes with the trace of another, step by step. Confined to one thread; every method throws
 * {@link io.github.reprorun.failure.RefusedException} as {@link TraceCursor#next} does.
 */
public final class TraceFollower {
    private static final String END = "the end of the trace";

    private final TraceCursor expected;
    private final StepComparison comparison;
    private long steps;

    TraceFollower(TraceCursor expected, StepComparison comparison) {
        this.expected = expected;
        this.comparison = comparison;
    }

    /** Follows {@code expected} from its first step on, with steps of a trace that has the header {@code actual}. */
    public static TraceFollower of(TraceReader expected, TraceHeader actual) {
        return new TraceFollower(expected.cursor(), new StepComparison(expected.header(), actual));
    }

    /** Compares {@code actual} with the next step of the trace that is followed. */
    public Optional<Divergence> follow(TraceRecord actual) {
        if (!expected.next()) {
            return Optional.of(Divergence.at(actual, Phase.SEQUENCE, "step", END, StepComparison.place(actual)));
        }
        steps++;
        return comparison.compare(expected.step(), actual);
    }

    /** Compares the end of the training with the trace that is followed, which must not have a step more. */
    public Optional<Divergence> end() {
        if (!expected.next()) {
            return Optional.empty();
        }
        TraceRecord missing = expected.step();
        return Optional.of(Divergence.at(missing, Phase.SEQUENCE, "step", StepComparison.place(missing), END));
    }

    /** The number of steps that both have and that were compared. */
    public long steps() {
        return steps;
    }
}
