package io.github.reprorun;

import io.github.reprorun.spi.Hazard;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts hazards by site. Safe for use by several threads. */
final class HazardLedger {
    private static final Comparator<Hazard> ORDER = Comparator.comparing(Hazard::className)
            .thenComparingInt(Hazard::line)
            .thenComparing(Hazard::kind)
            .thenComparing(Hazard::treatment)
            .thenComparing(Hazard::advice);

    private final Map<Hazard, Long> counts = new HashMap<>();

    synchronized void add(Hazard hazard) {
        counts.merge(withCount(hazard, 1), hazard.count(), Long::sum);
    }

    synchronized List<Hazard> hazards() {
        return counts.entrySet().stream()
                .map(site -> withCount(site.getKey(), site.getValue()))
                .sorted(ORDER)
                .toList();
    }

    static boolean isSameSite(Hazard one, Hazard other) {
        return withCount(one, 1).equals(withCount(other, 1));
    }

    static Hazard withCount(Hazard hazard, long count) {
        return new Hazard(hazard.kind(), hazard.className(), hazard.line(), count, hazard.treatment(), hazard.advice());
    }
}
