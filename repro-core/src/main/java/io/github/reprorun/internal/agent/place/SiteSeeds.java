package io.github.reprorun.internal.agent.place;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What is derived from a site and the place that asks there: seeds and generators. Safe for use by several threads. */
public final class SiteSeeds {
    /** Never a running thread's place; its counters are guarded by itself. */
    private static final TaskPlace INITIALISATION = TaskPlace.ordered("class initialisation");

    private static final Map<String, Random> SHARED = new ConcurrentHashMap<>();

    private SiteSeeds() {}

    /** The place that asks: the running thread's or task's, or the class itself while it is initialised. */
    public static TaskPlace place(Sites.Entry site) {
        return site.whenInitialised ? INITIALISATION : TaskPlace.current();
    }

    /** Whether what asks at {@code site} is no part of the program, as a class that is initialised always is. */
    public static boolean isApart(Sites.Entry site) {
        return !site.whenInitialised && TaskPlace.isApart();
    }

    /** Counts that {@code site} was met, unless what asks there is no part of the program. */
    public static void met(Sites.Entry site) {
        if (!isApart(site)) {
            site.met();
        }
    }

    /** The next seed for the place that asks at {@code site}. */
    public static long seed(Sites.Entry site) {
        if (site.whenInitialised) {
            synchronized (INITIALISATION) {
                return INITIALISATION.seed(site.label, site.labelHash);
            }
        }
        TaskPlace here = TaskPlace.current();
        if (!here.ordered) {
            Sites.unordered();
        }
        return here.seed(site.label, site.labelHash);
    }

    /** The seed that stands for the clock's {@code value} in the place that asks at {@code site}. */
    public static long clockSeed(Sites.Entry site, long value) {
        if (site.whenInitialised) {
            synchronized (INITIALISATION) {
                return INITIALISATION.clockSeed(value, site.label, site.labelHash);
            }
        }
        return TaskPlace.current().clockSeed(value, site.label, site.labelHash);
    }

    /**
     * The generator from which all draws of this kind by the class of {@code site} are taken, on whatever line: each place
     * with its own state.
     */
    public static Random shared(Sites.Entry site) {
        Random generator = site.shared;
        if (generator == null) {
            Random made = new LineageRandom(SeedMixing.combine(RootSeed.value(), site.labelHash), INITIALISATION);
            Random others = SHARED.putIfAbsent(site.label, made);
            generator = others == null ? made : others;
            site.shared = generator;
        }
        return generator;
    }
}
