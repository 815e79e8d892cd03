package io.github.reprorun.internal.agent.place;

/** The root seed of this JVM, once it has one. Safe for use by several threads. */
public final class RootSeed {
    private static volatile long seed;

    private RootSeed() {}

    /**
     * Sets the root seed that all places derive from.
     *
     * @throws IllegalArgumentException if {@code value} is 0
     */
    public static void plant(long value) {
        if (value == 0) {
            throw new IllegalArgumentException("a root seed is not 0");
        }
        seed = value;
    }

    /** @throws IllegalStateException before {@link #plant} */
    static long value() {
        long value = seed;
        if (value == 0) {
            throw new IllegalStateException("no root seed: neither the agent nor DerivedSeeds.root was given one");
        }
        return value;
    }

    static long valueOrZero() {
        return seed;
    }

    static boolean planted() {
        return seed != 0;
    }
}
