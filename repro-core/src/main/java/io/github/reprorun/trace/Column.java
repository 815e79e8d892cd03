package io.github.reprorun.trace;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * One column of a trace: a quantity, of the network as a whole or of each layer, and how often it is taken. Immutable,
 * hence safe to share between threads.
 *
 * @param quantity what is traced
 * @param layered true for one value per layer, in forward order; false for one value
 * @param every the cadence, in iterations; 1 is each iteration
 */
public record Column(Quantity quantity, boolean layered, int every) implements Comparable<Column> {
    private static final Comparator<Column> ORDER =
            Comparator.comparing(Column::quantity).thenComparing(column -> !column.layered());

    /** @throws IllegalArgumentException if {@code every} is less than 1 */
    public Column {
        if (every < 1) {
            throw new IllegalArgumentException("a cadence is at least 1 iteration, not " + every);
        }
    }

    /** {@code quantity} of the whole network, every {@code every} iterations. */
    public static Column whole(Quantity quantity, int every) {
        return new Column(quantity, false, every);
    }

    /** {@code quantity} of each layer, every {@code every} iterations. */
    public static Column perLayer(Quantity quantity, int every) {
        return new Column(quantity, true, every);
    }

    /** Whether the cadence asks for this column at {@code iteration}: whether {@code every} divides it. */
    public boolean due(int iteration) {
        return iteration % every == 0;
    }

    /** Orders columns as they stand in a trace and as they are examined: causally, and layers before the whole. */
    @Override
    public int compareTo(Column other) {
        return ORDER.compare(this, other);
    }

    /** This column at the iterations at which {@code other}, of the same quantity, has it too. */
    Column common(Column other) {
        BigInteger first = BigInteger.valueOf(every);
        BigInteger second = BigInteger.valueOf(other.every);
        BigInteger both = first.divide(first.gcd(second)).multiply(second);
        return new Column(
                quantity,
                layered,
                both.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue());
    }

    boolean comparableWith(Column other) {
        return quantity == other.quantity && layered == other.layered;
    }
}
