package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.statistics.Significance.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.special.Erf;

/**
 * The signed rank test for pairs: Wilcoxon (1945), "Individual Comparisons by Ranking Methods". Pairs without a difference are
 * left out, and differences of one size share the mean of their ranks; sizes are equal if they are as doubles. Up to {@link
 * #EXACT_PAIRS} pairs the p-value is exact for the ranks at hand, shared ones included; beyond, it is that of the normal
 * distribution, with the correction for ties and without one for continuity. Stateless, hence safe for use by several threads.
 */
public final class WilcoxonTest {
    /** Up to how many pairs with a difference the p-value is exact. */
    public static final int EXACT_PAIRS = 50;

    private WilcoxonTest() {}

    /**
     * Tests {@code pairs}; the statistic is the sum of the ranks of positive differences. Unavailable without pairs, if no
     * pair has a difference, and if a value or a difference is not finite.
     */
    public static Evidence<Significance> of(Pairs pairs) {
        return pairs.ascendingDifferences().fold(WilcoxonTest::test, Evidence::unavailable);
    }

    private static Evidence<Significance> test(double[] all) {
        List<Double> bySize = DoubleStream.of(all)
                .filter(difference -> difference != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(Math::abs))
                .toList();
        if (bySize.isEmpty()) {
            return Evidence.unavailable("no pair has a difference");
        }
        int[] doubledRanks = doubledRanks(bySize);
        int positive = 0;
        for (int i = 0; i < doubledRanks.length; i++) {
            positive += bySize.get(i) > 0 ? doubledRanks[i] : 0;
        }
        return Evidence.observed(
                doubledRanks.length <= EXACT_PAIRS ? exact(doubledRanks, positive) : normal(doubledRanks, positive));
    }

    /** Twice the rank of each, which is whole even if shared. */
    private static int[] doubledRanks(List<Double> bySize) {
        int[] ranks = new int[bySize.size()];
        for (int from = 0; from < ranks.length; ) {
            int to = from + 1;
            while (to < ranks.length && Math.abs(bySize.get(to)) == Math.abs(bySize.get(from))) {
                to++;
            }
            Arrays.fill(ranks, from, to, from + 1 + to);
            from = to;
        }
        return ranks;
    }

    private static Significance exact(int[] doubledRanks, int positive) {
        int total = Arrays.stream(doubledRanks).sum();
        // in how many of all choices of signs the positive ranks have that sum: at most 2^50, which a long holds
        long[] ways = new long[total + 1];
        ways[0] = 1;
        for (int rank : doubledRanks) {
            for (int sum = total; sum >= rank; sum--) {
                ways[sum] += ways[sum - rank];
            }
        }
        // the distribution is symmetric
        long outside = 0;
        for (int sum = 0; sum <= Math.min(positive, total - positive); sum++) {
            outside += ways[sum];
        }
        return new Significance(
                positive / 2.0,
                doubledRanks.length,
                Math.min(1, Math.scalb((double) outside, 1 - doubledRanks.length)),
                Math.scalb(2.0, -doubledRanks.length),
                Method.EXACT);
    }

    private static Significance normal(int[] doubledRanks, int positive) {
        double total = 0;
        double squares = 0;
        for (int rank : doubledRanks) {
            total += rank / 2.0;
            squares += rank / 2.0 * (rank / 2.0);
        }
        // a quarter of the sum of squared ranks is n(n+1)(2n+1)/24 less (t³-t)/48 for each t that share a rank
        double deviation = Math.sqrt(squares / 4);
        return new Significance(
                positive / 2.0,
                doubledRanks.length,
                twoSided((positive / 2.0 - total / 2) / deviation),
                twoSided(total / 2 / deviation),
                Method.NORMAL);
    }

    private static double twoSided(double z) {
        return Erf.erfc(Math.abs(z) / Math.sqrt(2));
    }
}
