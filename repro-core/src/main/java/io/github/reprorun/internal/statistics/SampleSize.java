package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;

/**
 * How many values make the interval for a mean as narrow as wished: the least n at which {@link StudentInterval} has at most
 * that width if the deviation is the same. The deviation of a few values is itself uncertain, so about half of the time the
 * interval comes out a little wider. Immutable, hence safe to share between threads.
 *
 * @param values how many values there have to be in all
 * @param width the width that the interval then has, in the unit of the values; at most the wished one
 * @param deviation the deviation that was assumed
 * @param level the level of the interval
 */
public record SampleSize(int values, double width, double deviation, double level) {
    /** More values than this are not planned. */
    public static final int MOST = 1_000_000;

    /**
     * The size for an interval of {@code level} of {@code width} from end to end, with the deviation of {@code pilot}.
     * Unavailable for fewer than two values, if they are all equal or not finite, and if more than {@link #MOST} would be
     * needed. For pairs, let the pilot be {@link Pairs#differences}.
     *
     * @throws IllegalArgumentException if the width is not finite and above 0, or the level not above 0 and below 1
     */
    public static Evidence<SampleSize> forWidth(Sample pilot, double width, double level) {
        Interval.requireLevel(level);
        if (!(width > 0) || !Double.isFinite(width)) {
            throw new IllegalArgumentException("a width is finite and above 0, not " + width);
        }
        return pilot.spread(2)
                .fold(
                        ascending -> search(Statistic.DEVIATION.ofAscending(ascending), width, level),
                        Evidence::unavailable);
    }

    private static Evidence<SampleSize> search(double deviation, double width, double level) {
        if (width(MOST, deviation, level) > width) {
            return Evidence.unavailable("it would need more than " + MOST + " values");
        }
        // the width falls as the number grows
        int tooFew = 1;
        int enough = MOST;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (width(middle, deviation, level) <= width) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return Evidence.observed(new SampleSize(enough, width(enough, deviation, level), deviation, level));
    }

    private static double width(int values, double deviation, double level) {
        return 2 * StudentInterval.critical(values - 1L, level) * (deviation / Math.sqrt(values));
    }
}
