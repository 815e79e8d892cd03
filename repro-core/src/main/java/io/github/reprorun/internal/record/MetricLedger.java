package io.github.reprorun.internal.record;

import io.github.reprorun.manifest.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of a run as a whole; the last value under a name counts. Safe for use by several threads. */
final class MetricLedger {
    private final Map<String, Metric> metrics = new TreeMap<>();

    synchronized void add(Metric metric) {
        metrics.put(metric.name(), metric);
    }

    /** By name. */
    synchronized List<Metric> metrics() {
        return new ArrayList<>(metrics.values());
    }
}
