package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The summary in a manifest of the values that one metric had by step; the values themselves are in {@code
 * metrics.csv}. Immutable, hence safe to share between threads.
 *
 * <p>The digest is SHA-256 over 16 bytes for each value, in the order of recording: the step as a 64-bit integer in two's
 * complement, then the IEEE 754 bits of the value, a NaN's own bits included, both big-endian. Neither the name nor any time
 * is part of it.
 *
 * @param name what was measured; not blank
 * @param count the number of values, at least 1
 * @param first the value that was recorded first
 * @param last the value that was recorded last
 * @param minimum the first of the least values, where -0.0 is less than 0.0; empty if every value is NaN
 * @param maximum the first of the greatest values; empty if every value is NaN
 * @param digest of all values and their steps
 */
public record MetricSeries(
        String name,
        long count,
        Point first,
        Point last,
        Optional<Point> minimum,
        Optional<Point> maximum,
        Sha256 digest) {
    /**
     * @throws IllegalArgumentException if {@code name} is blank, there is no value, or there is only one of minimum and
     *     maximum
     */
    public MetricSeries {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric has a name");
        }
        if (count < 1) {
            throw new IllegalArgumentException("the series " + name + " has at least one value, not " + count);
        }
        if (minimum.isPresent() != maximum.isPresent()) {
            throw new IllegalArgumentException("the series " + name + " has a minimum and a maximum, or neither");
        }
    }

    /**
     * One value of a metric by step. Immutable, hence safe to share between threads.
     *
     * @param step the epoch or iteration that it belongs to
     * @param value the measurement, in the metric's own unit
     */
    public record Point(long step, double value) {
        /**
         * Whether {@code other} has the same step and, bit by bit, the same value: a NaN with different bits is a
         * different value.
         */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point point
                    && step == point.step
                    && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(point.value);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(step) + Long.hashCode(Double.doubleToRawLongBits(value));
        }
    }
}
