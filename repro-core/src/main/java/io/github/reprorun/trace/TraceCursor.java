package io.github.reprorun.trace;

import io.github.reprorun.failure.RefusedException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the steps of a trace in turn, in constant memory. Confined to one thread; several cursors can read one {@link
 * TraceReader} at a time.
 */
public final class TraceCursor {
    private final TraceReader reader;
    private final EntryCursor entries;
    private final StepDecoder decoder;
    private @Nullable TraceRecord current;

    /** @param wanted the networks whose steps it stops at */
    TraceCursor(TraceReader reader, EntryCursor entries, Predicate<TracedNetwork> wanted) {
        this.reader = reader;
        this.entries = entries;
        this.decoder = new StepDecoder(reader.header());
        for (TracedNetwork network : reader.networks()) {
            if (wanted.test(network)) {
                decoder.add(network);
            } else {
                decoder.addPassedOver();
            }
        }
    }

    /**
     * Moves to the next step.
     *
     * @return false if there is none
     * @throws RefusedException if the file changed since it was opened, or is not what its manifest's digest promised
     */
    public boolean next() {
        try {
            while (entries.ordinal() + 1 < reader.entries() && entries.next()) {
                if (entries.kind() == EntryBuffer.STEP) {
                    TraceRecord step = decoder.decode(entries.input());
                    if (step != null) {
                        current = step;
                        return true;
                    }
                }
            }
            return false;
        } catch (Flaw e) {
            throw e.refusing(reader.path());
        }
    }

    /**
     * The step it stands on; the next call of {@link #next} may fill the same object.
     *
     * @throws IllegalStateException before the first call of {@link #next}
     */
    public TraceRecord step() {
        if (current == null) {
            throw new IllegalStateException("a cursor stands on no step before next()");
        }
        return current;
    }

    /** The number of the record it stands on: its place among all records of the trace, from 0. */
    public long ordinal() {
        return entries.ordinal();
    }
}
