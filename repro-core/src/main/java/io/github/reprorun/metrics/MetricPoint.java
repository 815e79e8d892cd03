package io.github.reprorun.metrics;

/**
 * One value of a metric by step. Immutable, hence safe to share between threads.
 *
 * @param step the epoch or iteration that it belongs to
 * @param value the measurement, in the metric's own unit
 */
public record MetricPoint(long step, double value) {}
