package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.Significance.Method;
import io.github.reprorun.seed.Seed;
import java.util.Arrays;

/**
 * The permutation test for pairs: Fisher (1935), "The Design of Experiments", section 21. If the two do not differ, each
 * difference could as well have had the other sign; the p-value is the share of all choices of signs whose sum lies at least
 * as far from 0. Up to {@link #EXACT_PAIRS} pairs all choices are counted; beyond, signs are drawn, and the p-value is (b +
 * 1) / (draws + 1) of Phipson and Smyth (2010), which is never too small. Immutable, hence safe to share between threads.
 *
 * @param seed the root seed of the draws
 * @param stream the name of their stream, below {@code statistics/v1/}
 * @param draws how many choices of signs to draw if there are too many to count, at least 1
 */
public record SignFlipTest(Seed seed, String stream, int draws) {
    /** How many choices to draw if there is no reason for another number. */
    public static final int DRAWS = 99_999;

    /** Up to how many pairs all choices are counted. */
    public static final int EXACT_PAIRS = 32;

    /** Sums that differ by less than this part of the sum of all sizes are equal but for rounding. */
    private static final double TIE = 1e-12;

    /** @throws IllegalArgumentException if there are no draws */
    public SignFlipTest {
        if (draws < 1) {
            throw new IllegalArgumentException("a test by draws needs at least one, not " + draws);
        }
    }

    /**
     * Tests {@code pairs}; the statistic is the mean of the differences. If all differences are 0, the p-value is 1.
     * Unavailable without pairs, and if a value or a difference is not finite.
     */
    public Evidence<Significance> of(Pairs pairs) {
        return pairs.ascendingDifferences()
                .fold(differences -> Evidence.observed(test(differences)), Evidence::unavailable);
    }

    private Significance test(double[] differences) {
        double largest = Math.max(Math.abs(differences[0]), Math.abs(differences[differences.length - 1]));
        // signs are chosen anew, so sizes are enough
        double[] sizes = new double[differences.length];
        double sum = 0;
        double total = 0;
        int zeros = 0;
        for (int i = 0; i < sizes.length; i++) {
            double scaled = largest == 0 ? 0 : differences[i] / largest;
            sizes[i] = Math.abs(scaled);
            sum += scaled;
            total += sizes[i];
            zeros += scaled == 0 ? 1 : 0;
        }
        Arrays.sort(sizes);
        double least = Math.abs(sum) - TIE * total;
        double mean = sum / sizes.length * largest;
        if (sizes.length > EXACT_PAIRS) {
            return new Significance(mean, sizes.length, drawn(sizes, least), 1.0 / (draws + 1L), Method.MONTE_CARLO);
        }
        return new Significance(
                mean,
                sizes.length,
                counted(sizes, least),
                Math.min(1, Math.scalb(2.0, zeros - sizes.length)),
                Method.EXACT);
    }

    /** The share of all choices whose sum is at least {@code least} or at most its negative. */
    private static double counted(double[] sizes, double least) {
        if (least <= 0) {
            return 1;
        }
        int half = sizes.length / 2;
        double[] left = sums(Arrays.copyOfRange(sizes, 0, half));
        double[] right = sums(Arrays.copyOfRange(sizes, half, sizes.length));
        long reached = 0;
        int from = right.length;
        // as the left sum grows, ever more of the right ones suffice
        for (double each : left) {
            while (from > 0 && each + right[from - 1] >= least) {
                from--;
            }
            reached += right.length - from;
        }
        return Math.scalb((double) reached, 1 - sizes.length);
    }

    /** The sums for all choices of signs, ascending. */
    private static double[] sums(double[] sizes) {
        double[] sums = {0};
        for (double size : sizes) {
            double[] more = new double[2 * sums.length];
            for (int i = 0; i < sums.length; i++) {
                more[2 * i] = sums[i] + size;
                more[2 * i + 1] = sums[i] - size;
            }
            sums = more;
        }
        Arrays.sort(sums);
        return sums;
    }

    private double drawn(double[] sizes, double least) {
        Draws signs = Draws.of(seed, stream);
        long reached = 0;
        for (int draw = 0; draw < draws; draw++) {
            double sum = 0;
            long bits = 0;
            for (int i = 0; i < sizes.length; i++) {
                bits = i % Long.SIZE == 0 ? signs.next() : bits >>> 1;
                sum += (bits & 1) == 0 ? sizes[i] : -sizes[i];
            }
            reached += Math.abs(sum) >= least ? 1 : 0;
        }
        return (reached + 1.0) / (draws + 1.0);
    }
}
