package io.github.reprorun.trace;

import io.github.reprorun.failure.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the steps of a trace in turn, in constant memory. Confined to one thread; several cursors can read one {@link
 * TraceReader} at a time.
 */
public final class TraceCursor {
    private final TraceReader reader;
    private final EntryCursor entries;
    private final List<TraceRecord> records = new ArrayList<>();
    private int current = -1;

    TraceCursor(TraceReader reader, EntryCursor entries) {
        this.reader = reader;
        this.entries = entries;
        reader.networks().forEach(network -> records.add(new TraceRecord(reader.header(), network)));
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
                    EntryInput in = entries.input();
                    int network = in.u16();
                    if (network >= records.size()) {
                        throw in.flaw("one of " + records.size() + " networks", "network " + network);
                    }
                    current = network;
                    records.get(network).decode(in);
                    return true;
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
        if (current < 0) {
            throw new IllegalStateException("a cursor stands on no step before next()");
        }
        return records.get(current);
    }

    /** The number of the record it stands on: its place among all records of the trace, from 0. */
    public long ordinal() {
        return entries.ordinal();
    }
}
