package io.github.reprorun;

import io.github.reprorun.agent.Site;
import io.github.reprorun.agent.Sites;
import io.github.reprorun.spi.Hazard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The unseeded sources of chance that the agent met since a run began. Immutable. */
final class MetSites {
    private final Map<Site, Long> before = new HashMap<>();

    private MetSites() {}

    static MetSites fromNow() {
        MetSites sites = new MetSites();
        for (Site site : Sites.all()) {
            sites.before.put(withoutCount(site), site.count());
        }
        return sites;
    }

    List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>();
        for (Site site : Sites.all()) {
            long count = site.count() - before.getOrDefault(withoutCount(site), 0L);
            if (count > 0) {
                hazards.add(new Hazard(
                        site.kind(),
                        site.className(),
                        site.line(),
                        count,
                        Hazard.Treatment.valueOf(site.treatment().name()),
                        site.advice()));
            }
        }
        return hazards;
    }

    private static Site withoutCount(Site site) {
        return new Site(site.kind(), site.className(), site.line(), 1, site.treatment(), site.advice());
    }
}
