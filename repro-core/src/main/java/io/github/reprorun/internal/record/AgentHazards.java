package io.github.reprorun.internal.record;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.place.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The unseeded sources of chance that the agent met since a run began. Immutable. */
final class AgentHazards {
    private final Map<Hazard, Long> before = new HashMap<>();

    private AgentHazards() {}

    static AgentHazards fromNow() {
        AgentHazards sites = new AgentHazards();
        for (Hazard site : Sites.all()) {
            sites.before.put(counted(site, 1), site.count());
        }
        return sites;
    }

    List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>();
        for (Hazard site : Sites.all()) {
            long count = site.count() - before.getOrDefault(counted(site, 1), 0L);
            if (count > 0) {
                hazards.add(counted(site, count));
            }
        }
        return hazards;
    }

    private static Hazard counted(Hazard site, long count) {
        return new Hazard(site.kind(), site.className(), site.line(), count, site.treatment(), site.advice());
    }
}
