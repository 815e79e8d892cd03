package io.github.reprorun.trace;

import org.jspecify.annotations.Nullable;

/** Reads the steps of one place in the program, passing over those of others. Confined to one thread. */
final class PlaceCursor {
    private final TraceReader trace;
    private final String place;
    private final long start;
    private @Nullable TraceCursor cursor;
    private boolean ended;

    /** @param start the ordinal of a record before the first step of the place */
    PlaceCursor(TraceReader trace, String place, long start) {
        this.trace = trace;
        this.place = place;
        this.start = start;
    }

    /** Moves to the next step of the place, which is returned; null if there is none. */
    @Nullable
    TraceRecord next() {
        if (ended) {
            return null;
        }
        TraceCursor steps =
                cursor == null ? trace.cursor(start, network -> network.place().equals(place)) : cursor;
        cursor = steps;
        if (steps.next()) {
            return steps.step();
        }
        ended = true;
        cursor = null;
        return null;
    }
}
