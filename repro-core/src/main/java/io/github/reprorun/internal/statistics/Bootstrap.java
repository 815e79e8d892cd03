package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.seed.Seed;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Intervals by resampling. Equal settings give equal intervals, bit for bit: each call draws its own numbers, from the stream
 * {@code statistics/v1/} followed by {@link #stream}, by {@link Draws SplitMix64}. Immutable, hence safe to share between
 * threads.
 *
 * @param seed the root seed, for instance the study's
 * @param stream the name of the stream of random numbers
 * @param resamples how many resamples to draw, at least 100
 * @param level the level of the intervals, above 0 and below 1
 */
public record Bootstrap(Seed seed, String stream, int resamples, double level) {
    /** How many resamples to draw if there is no reason for another number. */
    public static final int RESAMPLES = 9999;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final int LEAST_RESAMPLES = 100;

    /** @throws IllegalArgumentException if there are fewer than 100 resamples, or the level is none */
    public Bootstrap {
        Interval.requireLevel(level);
        if (resamples < LEAST_RESAMPLES) {
            throw new IllegalArgumentException(
                    "a bootstrap needs at least " + LEAST_RESAMPLES + " resamples, not " + resamples);
        }
    }

    /**
     * The bias-corrected and accelerated interval (BCa) for {@code statistic}: Efron (1987), "Better Bootstrap Confidence
     * Intervals". For few values it holds the truth less often than its level says, and then has a caution;
     * docs/statistics.md has figures. Unavailable where resampling has nothing to say: with values that are not finite, equal or too few, and where the
     * ends would be made up.
     */
    public Evidence<Interval> interval(Sample sample, Statistic statistic) {
        double tail = NORMAL.inverseCumulativeProbability((1 - level) / 2);
        return sample.spread(statistic.least() + 1)
                .fold(
                        ascending -> interval(
                                ascending,
                                statistic,
                                tail,
                                caution("BCa", statistic, ascending.length, statistic.enough())),
                        Evidence::unavailable);
    }

    /**
     * The same interval read further out, for few values: at Student's quantile instead of the normal one, times the root of
     * n / (n - 1), by which resamples scatter too little. Hesterberg (2015), "What Teachers Should Know About the
     * Bootstrap", there for percentiles. It has a caution where simulations did not hold its level. Unavailable as the other is, more
     * often.
     */
    public Evidence<Interval> expandedInterval(Sample sample, Statistic statistic) {
        return sample.spread(statistic.least() + 1)
                .fold(
                        ascending -> interval(
                                ascending,
                                statistic,
                                expandedTail(ascending.length),
                                caution("expanded BCa", statistic, ascending.length, statistic.enoughIfExpanded())),
                        Evidence::unavailable);
    }

    private static Optional<String> caution(String method, Statistic statistic, int size, int enough) {
        return size >= enough
                ? Optional.empty()
                : Optional.of(method + " for the " + statistic.title() + " does not keep its level with fewer than "
                        + enough + " values");
    }

    private double expandedTail(int size) {
        return -StudentInterval.critical(size - 1L, level) * Math.sqrt(size / (size - 1.0));
    }

    private Evidence<Interval> interval(
            double[] ascending, Statistic statistic, double tail, Optional<String> caution) {
        if (!resolves(NORMAL.cumulativeProbability(tail), ascending.length)) {
            return tooFew(ascending.length + " values");
        }
        double[] scaled = Sample.scaled(ascending);
        int[] counts = new int[scaled.length];
        double[] resample = new double[scaled.length];
        double[] distribution = distribution(draws -> {
            draws.resample(scaled, counts, resample);
            return statistic.ofAscending(resample);
        });
        return new BiasCorrectedAccelerated(scaled, statistic, distribution)
                .interval(tail, level)
                .fold(
                        interval -> Interval.inRange(
                                statistic.ofUnscaled(interval.low(), ascending),
                                statistic.ofUnscaled(interval.high(), ascending),
                                level,
                                caution),
                        Evidence::unavailable);
    }

    /** Results of {@code once} for as many resamples as there are, in ascending order. */
    double[] distribution(ToDoubleFunction<Draws> once) {
        Draws draws = Draws.of(seed, stream);
        double[] distribution = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            distribution[i] = once.applyAsDouble(draws);
        }
        Arrays.sort(distribution);
        return distribution;
    }

    /** Whether resamples of so many values can be as rare as {@code tail}: the outermost has probability n^-n of each. */
    static boolean resolves(double tail, int... sizes) {
        double outermost = 1;
        for (int size : sizes) {
            outermost *= StrictMath.pow(size, -size);
        }
        return outermost <= tail;
    }

    /** The reason for no interval where sizes are not {@link #resolves resolved}. */
    static Evidence<Interval> tooFew(String sizes) {
        return Evidence.unavailable(
                "resamples of " + sizes + " are too few different ones for the tails of an interval of this level");
    }
}
