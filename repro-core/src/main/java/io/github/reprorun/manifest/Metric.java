package io.github.reprorun.manifest;

import org.jspecify.annotations.Nullable;

/**
 * The value that a metric has for the run as a whole; values by step are a {@link MetricSeries}.
 * Values are told apart by their bits, so that NaN equals itself and 0.0 is not -0.0. Immutable, hence safe to share between
 * threads.
 *
 * @param name what was measured; not blank
 * @param value the measurement, in the metric's own unit
 */
public record Metric(String name, double value) {
    /** @throws IllegalArgumentException if {@code name} is blank */
    public Metric {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric has a name");
        }
    }

    /**
     * Whether {@code other} has the same name and, bit by bit, the same value: a NaN with different bits is a different
     * value.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metric metric
                && name.equals(metric.name)
                && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(metric.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(Double.doubleToRawLongBits(value));
    }
}
