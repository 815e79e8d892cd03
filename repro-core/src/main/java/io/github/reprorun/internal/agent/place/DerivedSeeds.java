package io.github.reprorun.internal.agent.place;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seeds for generators that nobody seeded, derived from the run's root seed, the {@linkplain CurrentPlace place} that
 * requests one, and the number of its earlier requests. The finalizer of MurmurHash3 mixes them; they serve
 * repeatability, not secrecy.
 *
 * <p>Safe for use by several threads.
 */
public final class DerivedSeeds {
    private static final Set<Long> DEFAULTS = ConcurrentHashMap.newKeySet();

    private DerivedSeeds() {}

    /**
     * Sets the root seed if no agent did; the last one counts. It also makes the calling thread the root of all places,
     * as the agent does with the thread that calls {@code main}.
     *
     * @param seed not 0
     * @throws IllegalArgumentException if {@code seed} is 0
     */
    public static void root(long seed) {
        RootSeed.plant(seed);
        TaskPlace.root();
    }

    public static void standsForClock(long seed) {
        DEFAULTS.add(seed);
    }

    /**
     * Whether {@code seed} replaced a library's default, which is the clock: code that finds it as a seed knows that
     * the program chose none.
     */
    public static boolean isDefault(long seed) {
        return DEFAULTS.contains(seed);
    }

    /** Whether there is a root seed. */
    public static boolean isRooted() {
        return RootSeed.planted();
    }

    /**
     * The next seed for {@code kind} in the running thread's or task's place; never 0.
     *
     * @param kind what the seed is for; consumers of different kinds do not shift one another
     * @throws IllegalStateException if there is no root seed yet
     */
    public static long next(String kind) {
        return TaskPlace.current().seed(kind, SeedMixing.name(kind));
    }
}
