package io.github.reprorun.metrics;

import org.jspecify.annotations.Nullable;

/**
 * One value of a metric by step. Immutable, hence safe to share between threads.
 *
 * @param step the epoch or iteration that it belongs to
 * @param value the measurement, in the metric's own unit
 */
public record MetricPoint(long step, double value) {
    /** Whether {@code other} has the same step and, bit by bit, the same value: a NaN of other bits is another value. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MetricPoint point
                && step == point.step
                && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(point.value);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(step) + Long.hashCode(Double.doubleToRawLongBits(value));
    }
}
