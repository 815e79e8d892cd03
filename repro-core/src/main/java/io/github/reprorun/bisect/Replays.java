package io.github.reprorun.bisect;

import java.util.Optional;

/**
 * What came of replaying both runs. Immutable, hence safe to share between threads.
 *
 * @param outcome whether they were replayed
 * @param reason why they were not, or what one of them did otherwise; empty if both gave their own traces again
 * @param array the first array that differs in the step at which they part; empty unless both gave their own traces again,
 *     and where the quantity is no array
 */
public record Replays(Outcome outcome, String reason, Optional<ArrayDifference> array) {
    /** What came of it. */
    public enum Outcome {
        /** There is nothing to replay: the traces do not part. */
        NOT_NEEDED,
        /** They were not replayed. */
        NOT_REPLAYED,
        /** One of them, replayed, did not give its own trace again. */
        NOT_REPRODUCED,
        /** Both were replayed up to the step at which they part, and each gave its own trace again. */
        REPLAYED
    }

    /** For traces that do not part. */
    public static Replays notNeeded() {
        return new Replays(Outcome.NOT_NEEDED, "", Optional.empty());
    }

    /** For runs that were not replayed because of {@code reason}. */
    public static Replays notReplayed(String reason) {
        return new Replays(Outcome.NOT_REPLAYED, reason, Optional.empty());
    }
}
