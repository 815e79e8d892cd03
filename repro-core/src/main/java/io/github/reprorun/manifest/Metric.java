package io.github.reprorun.manifest;

import java.util.OptionalLong;

/**
 * One value of one metric. Values are told apart by their bits, so that NaN equals itself and 0.0 is not -0.0. Immutable,
 * hence safe to share between threads.
 *
 * @param name what was measured; not blank
 * @param step the step, epoch or iteration it belongs to, or empty for the run as a whole
 * @param value the measurement, in the metric's own unit
 */
public record Metric(String name, OptionalLong step, double value) {
    /** @throws IllegalArgumentException if {@code name} is blank */
    public Metric {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric has a name");
        }
    }
}
