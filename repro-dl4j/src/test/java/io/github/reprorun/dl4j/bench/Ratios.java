package io.github.reprorun.dl4j.bench;

import java.util.List;
import java.util.Locale;

/** What a comparison measured: below 1 we were faster than the peer. */
record Ratios(String name, List<Double> sorted) {

    Ratios {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("no round of " + name + " was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    double minimum() {
        return sorted.get(0);
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double maximum() {
        return sorted.get(sorted.size() - 1);
    }

    /** One line of the benchmark's table. */
    String line() {
        return String.format(
                Locale.ROOT, "%-60s %7.3f %7.3f %7.3f %7d", name, minimum(), median(), maximum(), sorted.size());
    }
}
