package io.github.reprorun.internal.agent.place;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The seeds and generators derived from a site and the place that makes the request there. Safe for use by several
 * threads.
 */
public final class SiteSeeds {
    /** Never a running thread's place; its own lock guards its counters. */
    private static final TaskPlace INITIALISATION = TaskPlace.ordered("class initialisation");

    private static final Map<String, Random> SHARED = new ConcurrentHashMap<>();

    private SiteSeeds() {}

    /**
     * The place that makes the request: the running thread's or task's, or the class itself during its initialisation.
     */
    public static TaskPlace place(Sites.Entry site) {
        return site.whenInitialised ? INITIALISATION : TaskPlace.current();
    }

    /**
     * Whether the request at {@code site} comes from outside the program; the initialisation of a class is always
     * inside.
     */
    public static boolean isApart(Sites.Entry site) {
        return !site.whenInitialised && TaskPlace.isApart();
    }

    /** Counts a request at {@code site}, unless it comes from outside the program. */
    public static void met(Sites.Entry site) {
        if (!isApart(site)) {
            site.met();
        }
    }

    /** The next seed for the place that makes the request at {@code site}. */
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

    /** The seed that replaces the clock's {@code value} in the place that makes the request at {@code site}. */
    public static long clockSeed(Sites.Entry site, long value) {
        if (site.whenInitialised) {
            synchronized (INITIALISATION) {
                return INITIALISATION.clockSeed(value, site.label, site.labelHash);
            }
        }
        return TaskPlace.current().clockSeed(value, site.label, site.labelHash);
    }

    /**
     * The generator for all draws of this kind by the class of {@code site}, on any line; each place has its own state.
     */
    public static Random shared(Sites.Entry site) {
        Random generator = site.shared;
        if (generator == null) {
            Random made = new PlaceRandom(SeedMixing.combine(RootSeed.value(), site.labelHash), INITIALISATION);
            Random others = SHARED.putIfAbsent(site.label, made);
            generator = others == null ? made : others;
            site.shared = generator;
        }
        return generator;
    }
}
