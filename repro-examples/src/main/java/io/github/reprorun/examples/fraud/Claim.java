package io.github.reprorun.examples.fraud;

import java.util.List;

/**
 * One row of the table. Immutable, hence safe to share between threads.
 *
 * @param columns the names of the columns
 * @param cells as cleaned by {@link ClaimsTable}: trimmed, in lower case, empty where there is no value
 */
record Claim(List<String> columns, List<String> cells) {
    /** @throws IllegalArgumentException if there is not one cell for each column */
    Claim {
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns: " + cells);
        }
    }

    /** The cell under {@code column}; empty where there is no value. */
    String text(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column \"" + column + "\" among " + columns);
        }
        return cells.get(index);
    }

    /** The number under {@code column}; NaN where there is no value. */
    double number(String column) {
        String text = text(column);
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    boolean fraud() {
        return text("fraud").equals("1");
    }
}
