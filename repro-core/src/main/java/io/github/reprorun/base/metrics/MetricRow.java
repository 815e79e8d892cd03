package io.github.reprorun.base.metrics;

/**
 * One row of a {@link MetricsFile}. Immutable, hence safe to share between threads.
 *
 * @param name the name of the metric
 * @param step the epoch or iteration that it belongs to
 * @param value the measurement, in the metric's own unit
 * @param epochMillis when it was recorded, in milliseconds since 1970 in UTC by the machine's clock; advisory
 */
public record MetricRow(String name, long step, double value, long epochMillis) {}
