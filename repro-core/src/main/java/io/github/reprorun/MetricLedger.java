package io.github.reprorun;

import io.github.reprorun.manifest.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The metrics of a run; the last value under a name and step stands. Safe for use by several threads. */
final class MetricLedger {
    private record Key(String name, OptionalLong step) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            int byPresence = Boolean.compare(step.isPresent(), other.step.isPresent());
            int byStep = Long.compare(step.orElse(0), other.step.orElse(0));
            return byName != 0 ? byName : byPresence != 0 ? byPresence : byStep;
        }
    }

    private final Map<Key, Metric> metrics = new TreeMap<>();

    synchronized void add(Metric metric) {
        metrics.put(new Key(metric.name(), metric.step()), metric);
    }

    /** By name, the run's own value before those of its steps, steps in ascending order. */
    synchronized List<Metric> metrics() {
        return new ArrayList<>(metrics.values());
    }
}
