package io.github.reprorun.internal.statistics;

import io.github.reprorun.seed.Seed;

/**
 * Random numbers whose algorithm is stated here and not left to the JDK, so that an interval is the same on every Java:
 * SplitMix64 of Steele, Lea and Flood (2014), "Fast Splittable Pseudorandom Number Generators", with variant 13 of
 * Stafford's mixers. Not safe for use by several threads.
 */
final class Draws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    /** Those of the stream called {@code stream} below {@code seed}. */
    static Draws of(Seed seed, String stream) {
        return new Draws(seed.derive("statistics/v1/" + stream));
    }

    long next() {
        state += GOLDEN_GAMMA;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * A whole number from 0 to below {@code bound}, all equally likely: the upper half of a product of {@code bound} and
     * the upper 32 bits of a draw, drawn again where that would favour some numbers. Lemire (2019), "Fast Random Integer
     * Generation in an Interval".
     */
    int below(int bound) {
        long product = (next() >>> 32) * bound;
        long rest = product & 0xFFFFFFFFL;
        if (rest < bound) {
            long favoured = (1L << 32) % bound;
            while (rest < favoured) {
                product = (next() >>> 32) * bound;
                rest = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /** As many values of {@code ascending} as there are, each drawn from all, in ascending order, into {@code resample}. */
    void resample(double[] ascending, int[] counts, double[] resample) {
        for (int i = 0; i < ascending.length; i++) {
            counts[below(ascending.length)]++;
        }
        int at = 0;
        for (int i = 0; i < ascending.length; i++) {
            for (; counts[i] > 0; counts[i]--) {
                resample[at++] = ascending[i];
            }
        }
    }
}
