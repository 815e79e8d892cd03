package io.github.reprorun.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares a training as it goes with the trace of another, step by step, and the steps of each thread in their own
 * order, because the order between threads is random. Confined to one thread; every method throws {@link
 * io.github.reprorun.failure.RefusedException} as {@link TraceCursor#next} does.
 */
public final class TraceFollower {
    private static final String END = "the end of the trace";

    private final Map<String, PlaceCursor> expected = new LinkedHashMap<>();
    private final StepComparison comparison;
    private final boolean openEnded;
    private long steps;

    /** @param start the number of leading records that are known to be equal */
    TraceFollower(TraceReader expected, long start, StepComparison comparison) {
        this(expected, start, comparison, false);
    }

    private TraceFollower(TraceReader expected, long start, StepComparison comparison, boolean openEnded) {
        this.comparison = comparison;
        this.openEnded = openEnded;
        List<TracedNetwork> networks = expected.networks();
        for (int i = 0; i < networks.size(); i++) {
            long from = Math.max(start, expected.declaration(i));
            this.expected.computeIfAbsent(networks.get(i).place(), place -> new PlaceCursor(expected, place, from));
        }
    }

    /** Follows {@code expected} from its first step on, with steps of a trace that has the header {@code actual}. */
    public static TraceFollower of(TraceReader expected, TraceHeader actual) {
        return new TraceFollower(expected, 0, new StepComparison(expected.header(), actual));
    }

    /**
     * Follows {@code expected}, the trace of a training that was interrupted, with a training that continues after its
     * first {@code done} steps and has the header {@code actual}. The interrupted training may have ended at any step, so
     * steps beyond its last one are not compared.
     */
    public static TraceFollower after(TraceReader expected, long done, TraceHeader actual) {
        TraceCursor cursor = expected.cursor();
        long start = 0;
        for (long left = done; left > 0 && cursor.next(); left--) {
            start = cursor.ordinal() + 1;
        }
        return new TraceFollower(expected, start, new StepComparison(expected.header(), actual), true);
    }

    /** Compares {@code actual} with the next step of its thread in the trace that is followed. */
    public Optional<Divergence> follow(TraceRecord actual) {
        PlaceCursor place = expected.get(actual.network().place());
        TraceRecord step = place == null ? null : place.next();
        if (step == null && openEnded) {
            return Optional.empty();
        }
        if (step == null) {
            return Optional.of(Divergence.at(actual, Phase.SEQUENCE, "step", END, StepComparison.place(actual)));
        }
        steps++;
        return comparison.compare(step, actual);
    }

    /** Compares the end of the training with the trace that is followed, which must not have any further step. */
    public Optional<Divergence> end() {
        for (PlaceCursor each : expected.values()) {
            TraceRecord missing = each.next();
            if (missing != null) {
                return Optional.of(Divergence.at(missing, Phase.SEQUENCE, "step", StepComparison.place(missing), END));
            }
        }
        return Optional.empty();
    }

    /** The number of steps that both have and that were compared. */
    public long steps() {
        return steps;
    }
}
