package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads steps, each into the one record of its network. Confined to one thread. */
final class StepDecoder {
    private final ColumnIndex index;
    private final List<@Nullable TraceRecord> records = new ArrayList<>();

    StepDecoder(TraceHeader header) {
        this.index = new ColumnIndex(header);
    }

    void add(TracedNetwork network) {
        records.add(new TraceRecord(index, network));
    }

    /** Passes over the steps of the next network. */
    void addPassedOver() {
        records.add(null);
    }

    /** The step, or null if it is one to pass over. */
    @Nullable
    TraceRecord decode(EntryInput in) throws Flaw {
        int network = in.u16();
        if (network >= records.size()) {
            throw in.flaw("one of " + records.size() + " networks", "network " + network);
        }
        TraceRecord record = records.get(network);
        if (record != null) {
            record.decode(in);
        }
        return record;
    }
}
