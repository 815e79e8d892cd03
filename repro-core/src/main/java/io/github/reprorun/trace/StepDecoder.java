package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.List;

/** Reads steps, each into the one record of its network. Confined to one thread. */
final class StepDecoder {
    private final ColumnIndex index;
    private final List<TraceRecord> records = new ArrayList<>();

    StepDecoder(TraceHeader header) {
        this.index = new ColumnIndex(header);
    }

    void add(TracedNetwork network) {
        records.add(new TraceRecord(index, network));
    }

    TraceRecord decode(EntryInput in) throws Flaw {
        int network = in.u16();
        if (network >= records.size()) {
            throw in.flaw("one of " + records.size() + " networks", "network " + network);
        }
        TraceRecord record = records.get(network);
        record.decode(in);
        return record;
    }
}
