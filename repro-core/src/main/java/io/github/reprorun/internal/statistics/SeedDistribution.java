package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the seeds of a study gave, and whether one more value lies within. If the value of a re-run is one more draw from
 * whatever the study's values were drawn from, each of its n + 1 ranks among them is equally likely: so it lies between the
 * least and the greatest of n values with probability (n - 1) / (n + 1), and more often only if values can be equal. With 5
 * seeds that is 4/6: one in three faithful re-runs falls outside. The rule is that of conformal prediction, Vovk et al. (2005),
 * "Algorithmic Learning in a Random World", and of Wilks (1941). Immutable, hence safe to share between threads.
 *
 * @param sample the study's values of one metric, one for each seed
 */
public record SeedDistribution(Sample sample) {
    /** Where a value lies. */
    public enum Place {
        /** Below all values of the study. */
        BELOW,
        /** Between the least and the greatest, or equal to one of them. */
        INSIDE,
        /** Above all values of the study. */
        ABOVE
    }

    /**
     * Where a value lies among those of a study.
     *
     * @param place where it lies
     * @param range from the least to the greatest value of the study; its level is {@code ranksInside / ranks}
     * @param ranksInside how many of the equally likely ranks lie inside: n - 1
     * @param ranks how many ranks there are: n + 1
     * @param pValue how likely a value is to lie at least as far out, on either side, by rank alone: never below {@code 2 /
     *     ranks}
     */
    public record Placement(Place place, Interval range, int ranksInside, int ranks, double pValue) {}

    /**
     * Where {@code value} lies; an infinite one lies outside. Unavailable if it is NaN, for fewer than two seeds, and if a
     * value of the study is not finite.
     */
    public Evidence<Placement> place(double value) {
        if (Double.isNaN(value)) {
            return Evidence.unavailable("the value is NaN, which lies neither inside nor outside");
        }
        return sample.ascending(2).fold(ascending -> Evidence.observed(place(ascending, value)), Evidence::unavailable);
    }

    private static Placement place(double[] ascending, double value) {
        int ranks = ascending.length + 1;
        Interval range = new Interval(ascending[0], ascending[ascending.length - 1], (ascending.length - 1.0) / ranks);
        long notAbove =
                1 + Arrays.stream(ascending).filter(each -> each <= value).count();
        long notBelow =
                1 + Arrays.stream(ascending).filter(each -> each >= value).count();
        return new Placement(
                value < range.low() ? Place.BELOW : value > range.high() ? Place.ABOVE : Place.INSIDE,
                range,
                ascending.length - 1,
                ranks,
                Math.min(1, 2.0 * Math.min(notAbove, notBelow) / ranks));
    }

    /**
     * The narrowest interval from the k-th least to the k-th greatest value that holds one more value at least as often as
     * {@code level} says; its own level is what it holds, (n + 1 - 2k) / (n + 1). Assumes nothing about the distribution.
     * Unavailable if there are too few seeds for the level, and if a value is not finite.
     *
     * @throws IllegalArgumentException if the level is not above 0 and below 1
     */
    public Evidence<Interval> byRank(double level) {
        Interval.requireLevel(level);
        return sample.ascending(2).fold(ascending -> byRank(ascending, level), Evidence::unavailable);
    }

    private static Evidence<Interval> byRank(double[] ascending, double level) {
        int ranks = ascending.length + 1;
        int k = 0;
        while (ranks - 2 * (k + 1) > 0 && (double) (ranks - 2 * (k + 1)) / ranks >= level) {
            k++;
        }
        if (k == 0) {
            return Evidence.unavailable(String.format(
                    Locale.ROOT,
                    "%d seeds cover %d/%d at most, which is less than the level",
                    ascending.length,
                    ranks - 2,
                    ranks));
        }
        return Evidence.observed(
                new Interval(ascending[k - 1], ascending[ascending.length - k], (ranks - 2.0 * k) / ranks));
    }

    /**
     * The interval that holds one more value with probability {@code level} if all are normal: mean plus and minus t times
     * deviation times the root of 1 + 1/n. Few seeds do not show whether they are normal. Unavailable for fewer than two
     * seeds, if all values are equal, and if one is not finite.
     *
     * @throws IllegalArgumentException if the level is not above 0 and below 1
     */
    public Evidence<Interval> ifNormal(double level) {
        Interval.requireLevel(level);
        return sample.spread(2)
                .fold(
                        ascending -> StudentInterval.around(ascending, level, Math.sqrt(1 + 1.0 / ascending.length)),
                        Evidence::unavailable);
    }
}
