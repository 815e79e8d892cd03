package io.github.reprorun.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The result of comparing two traces. Immutable, hence safe to share between threads.
 *
 * <p>Two traces with the same header are bisected: equal links of the chain prove that all before is equal. Other
 * traces are read side by side, and compared in the columns that both have. Steps of several threads are compared
 * thread by thread.
 *
 * @param firstDivergence the first place where they diverge, or empty if they are equal in all that was compared
 * @param bracket the iterations among which the trainings diverged; present exactly if {@code firstDivergence} is
 * @param steps the number of steps that were compared, the one with the divergence included
 * @param compared the columns that were compared, with the cadence at which both traces have them
 * @param onlyExpected the columns that were not, since only the first trace has them
 * @param onlyActual the columns that were not, since only the second trace has them
 */
public record TraceComparison(
        Optional<Divergence> firstDivergence,
        Optional<Bracket> bracket,
        long steps,
        List<Column> compared,
        List<Column> onlyExpected,
        List<Column> onlyActual) {

    /** Copies the lists. */
    public TraceComparison {
        compared = List.copyOf(compared);
        onlyExpected = List.copyOf(onlyExpected);
        onlyActual = List.copyOf(onlyActual);
    }

    /**
     * Compares two traces.
     *
     * @throws io.github.reprorun.failure.RefusedException as {@link TraceCursor#next}
     */
    public static TraceComparison of(TraceReader expected, TraceReader actual) {
        return of(expected, actual, true);
    }

    /**
     * Compares a trace with the beginning of another: that {@code expected} continues is not a difference.
     *
     * @throws io.github.reprorun.failure.RefusedException as {@link TraceCursor#next}
     */
    public static TraceComparison ofBeginning(TraceReader expected, TraceReader actual) {
        return of(expected, actual, false);
    }

    private static TraceComparison of(TraceReader expected, TraceReader actual, boolean toTheEnd) {
        long start = expected.header().equals(actual.header()) ? commonEntries(expected, actual) : 0;
        StepComparison comparison = new StepComparison(expected.header(), actual.header());
        TraceFollower follower = new TraceFollower(expected, start, comparison);
        TraceCursor steps = actual.cursor(start);
        Optional<Divergence> divergence = Optional.empty();
        while (divergence.isEmpty() && steps.next()) {
            divergence = follower.follow(steps.step());
        }
        Optional<Divergence> first = toTheEnd ? divergence.or(follower::end) : divergence;
        return new TraceComparison(
                first,
                first.map(found -> Bracket.of(found, comparison.compared())),
                expected.stepsAmong(start) + follower.steps(),
                comparison.compared(),
                comparison.onlyExpected(),
                comparison.onlyActual());
    }

    /** The first place where {@code expected} and {@code actual} diverge, as {@link #of} finds it. */
    public static Optional<Divergence> firstDivergence(TraceReader expected, TraceReader actual) {
        return of(expected, actual).firstDivergence();
    }

    /** A number of leading entries that are certainly equal, from the links of the chain, by bisection. */
    private static long commonEntries(TraceReader expected, TraceReader actual) {
        long equal = 0;
        for (long high = Math.min(expected.wholeBlocks(), actual.wholeBlocks()); equal < high; ) {
            long middle = equal + (high - equal + 1) / 2;
            if (Arrays.equals(expected.link(middle), actual.link(middle))) {
                equal = middle;
            } else {
                high = middle - 1;
            }
        }
        return Math.min(expected.entriesWithin(equal), actual.entriesWithin(equal));
    }
}
