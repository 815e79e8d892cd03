package io.github.reprorun;

import io.github.reprorun.spi.Hazard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts hazards by site. Safe for use by several threads. */
final class HazardLedger {
    private final Map<Hazard, Long> counts = new HashMap<>();

    /** Counts {@code hazard}, and returns whether nothing was met at its site before. */
    synchronized boolean add(Hazard hazard) {
        Hazard site = withCount(hazard, 1);
        Long before = counts.put(site, counts.getOrDefault(site, 0L) + hazard.count());
        return before == null;
    }

    /** In the order of class, line and kind. */
    synchronized List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>();
        for (Map.Entry<Hazard, Long> site : counts.entrySet()) {
            hazards.add(withCount(site.getKey(), site.getValue()));
        }
        hazards.sort(HazardLedger::compare);
        return Collections.unmodifiableList(hazards);
    }

    private static int compare(Hazard one, Hazard other) {
        int order = one.className().compareTo(other.className());
        order = order != 0 ? order : Integer.compare(one.line(), other.line());
        order = order != 0 ? order : one.kind().compareTo(other.kind());
        order = order != 0 ? order : one.treatment().compareTo(other.treatment());
        return order != 0 ? order : one.advice().compareTo(other.advice());
    }

    static boolean isSameSite(Hazard one, Hazard other) {
        return withCount(one, 1).equals(withCount(other, 1));
    }

    static Hazard withCount(Hazard hazard, long count) {
        return new Hazard(hazard.kind(), hazard.className(), hazard.line(), count, hazard.treatment(), hazard.advice());
    }
}
