package io.github.reprorun.trace;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the columns of a trace by quantity and scope. Immutable, hence safe to share between threads. */
final class ColumnIndex {
    static final int ABSENT = -1;

    private final List<Column> columns;
    private final Map<Quantity, Integer> whole = new EnumMap<>(Quantity.class);
    private final Map<Quantity, Integer> layered = new EnumMap<>(Quantity.class);

    ColumnIndex(TraceHeader header) {
        columns = header.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            (column.layered() ? layered : whole).put(column.quantity(), i);
        }
    }

    List<Column> columns() {
        return columns;
    }

    /** The index of the column, or {@link #ABSENT}. */
    int find(Quantity quantity, boolean perLayer) {
        Integer found = (perLayer ? layered : whole).get(quantity);
        return found == null ? ABSENT : found;
    }

    /** @throws IllegalArgumentException if there is no such column */
    int require(Quantity quantity, boolean perLayer) {
        int found = find(quantity, perLayer);
        if (found == ABSENT) {
            throw new IllegalArgumentException("the trace has no column for " + name(quantity, perLayer));
        }
        return found;
    }

    static String name(Quantity quantity, boolean perLayer) {
        return perLayer ? quantity.label() + " per layer" : quantity.label();
    }
}
