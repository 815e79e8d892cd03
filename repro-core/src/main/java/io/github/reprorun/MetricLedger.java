package io.github.reprorun;

import io.github.reprorun.manifest.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The metrics of a run; the last value under a name and step stands. Safe for use by several threads. */
final class MetricLedger {
    private record Key(String name, OptionalLong step) {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::name)
                .thenComparing(key -> key.step().isPresent())
                .thenComparingLong(key -> key.step().orElse(0));
    }

    private final Map<Key, Metric> metrics = new TreeMap<>(Key.ORDER);

    synchronized void add(Metric metric) {
        metrics.put(new Key(metric.name(), metric.step()), metric);
    }

    /** By name, the run's own value before those of its steps, steps in ascending order. */
    synchronized List<Metric> metrics() {
        return new ArrayList<>(metrics.values());
    }
}
