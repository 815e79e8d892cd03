package io.github.reprorun.internal.record;

import io.github.reprorun.evidence.Hazard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts hazards by site: reported hazards and those that the agent met. Safe for use by several threads. */
final class HazardLedger {
    private final AgentHazards met;
    private final Map<Hazard, Long> reported = new HashMap<>();

    HazardLedger(AgentHazards met) {
        this.met = met;
    }

    /** Counts {@code hazard}, and returns whether nothing was reported at its site before. */
    synchronized boolean add(Hazard hazard) {
        return count(hazard, reported);
    }

    /** Counts {@code hazard} as often as an earlier process met it, unless this one met it as often. */
    void countAtLeast(Hazard hazard) {
        long known = 0;
        for (Hazard each : hazards()) {
            known += withCount(each, 1).equals(withCount(hazard, 1)) ? each.count() : 0;
        }
        if (known < hazard.count()) {
            add(withCount(hazard, hazard.count() - known));
        }
    }

    /** The hazards that the agent met since the run began. */
    List<Hazard> metByAgent() {
        return met.hazards();
    }

    /** In the order of class, line and kind. */
    List<Hazard> hazards() {
        Map<Hazard, Long> counts = reported();
        for (Hazard each : met.hazards()) {
            count(each, counts);
        }
        List<Hazard> hazards = new ArrayList<>();
        for (Map.Entry<Hazard, Long> site : counts.entrySet()) {
            hazards.add(withCount(site.getKey(), site.getValue()));
        }
        hazards.sort(HazardLedger::compare);
        return Collections.unmodifiableList(hazards);
    }

    private synchronized Map<Hazard, Long> reported() {
        return new HashMap<>(reported);
    }

    private static boolean count(Hazard hazard, Map<Hazard, Long> counts) {
        Hazard site = withCount(hazard, 1);
        Long before = counts.put(site, counts.getOrDefault(site, 0L) + hazard.count());
        return before == null;
    }

    private static int compare(Hazard one, Hazard other) {
        int order = one.className().compareTo(other.className());
        order = order != 0 ? order : Integer.compare(one.line(), other.line());
        order = order != 0 ? order : one.kind().compareTo(other.kind());
        order = order != 0 ? order : one.treatment().compareTo(other.treatment());
        return order != 0 ? order : one.advice().compareTo(other.advice());
    }

    private static Hazard withCount(Hazard hazard, long count) {
        return new Hazard(hazard.kind(), hazard.className(), hazard.line(), count, hazard.treatment(), hazard.advice());
    }
}
