package com.example.toy;

import java.util.Random;
import java.util.function.Supplier;

/** The framework. Its generator begins at the clock, as those of many libraries do. Safe for use by several threads. */
public final class Toy {
    private static volatile Supplier<Random> generators = Random::new;

    private Toy() {}

    /**
     * Has all draws made from what {@code supplier} gives.
     *
     * @return what they were made from before
     */
    public static Supplier<Random> drawFrom(Supplier<Random> supplier) {
        Supplier<Random> before = generators;
        generators = supplier;
        return before;
    }

    /** The sum of {@code values}, each with noise of that strength. */
    public static double noisySum(double strength, double... values) {
        Random generator = generators.get();
        double sum = 0;
        for (double value : values) {
            sum += value + strength * generator.nextGaussian();
        }
        return sum;
    }

    /** A number that nobody has seeded. */
    public static double jitter() {
        return Math.random();
    }

    /** How it computes. */
    public static String kernel() {
        return System.getProperty("com.example.toy.kernel", "plain");
    }
}
