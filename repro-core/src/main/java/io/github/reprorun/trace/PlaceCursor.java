package io.github.reprorun.trace;

import org.jspecify.annotations.Nullable;

/** Reads the steps of one place in the program, passing over those of others. Confined to one thread. */
final class PlaceCursor {
    private final TraceReader trace;
    private final String place;
    private final long start;
    private final boolean alone;
    private @Nullable TraceCursor cursor;
    private boolean ended;

    /**
     * @param start the ordinal of a record before the first step of the place
     * @param alone whether all steps of the trace are of this place
     */
    PlaceCursor(TraceReader trace, String place, long start, boolean alone) {
        this.trace = trace;
        this.place = place;
        this.start = start;
        this.alone = alone;
    }

    /** Moves to the next step of the place, which is returned; null if there is none. */
    @Nullable
    TraceRecord next() {
        if (ended) {
            return null;
        }
        TraceCursor steps = cursor == null ? trace.cursor(start) : cursor;
        cursor = steps;
        while (steps.next()) {
            if (alone || steps.step().network().place().equals(place)) {
                return steps.step();
            }
        }
        ended = true;
        cursor = null;
        return null;
    }
}
