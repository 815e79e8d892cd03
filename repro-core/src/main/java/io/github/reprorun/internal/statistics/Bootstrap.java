package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.seed.Seed;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

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
     * Intervals". For few values it holds the truth less often than its level says; docs/statistics.md has figures.
     * Unavailable where resampling has nothing to say: with values that are not finite, equal or too few, and where the
     * ends would be made up.
     */
    public Evidence<Interval> interval(Sample sample, Statistic statistic) {
        return sample.spread(statistic.least() + 1)
                .fold(ascending -> interval(ascending, statistic), Evidence::unavailable);
    }

    private Evidence<Interval> interval(double[] ascending, Statistic statistic) {
        if (!resolves(ascending.length)) {
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
                .interval(level)
                .fold(
                        interval -> Interval.inRange(
                                statistic.ofUnscaled(interval.low(), ascending),
                                statistic.ofUnscaled(interval.high(), ascending),
                                level),
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

    /** Whether resamples of so many values can be rarer than a tail: the outermost has probability n^-n for each sample. */
    boolean resolves(int... sizes) {
        double outermost = 1;
        for (int size : sizes) {
            outermost *= StrictMath.pow(size, -size);
        }
        return outermost <= (1 - level) / 2;
    }

    /** The reason for no interval where sizes are not {@link #resolves resolved}. */
    Evidence<Interval> tooFew(String sizes) {
        return Evidence.unavailable(String.format(
                Locale.ROOT,
                "resamples of %s are too few different ones for the tails of an interval of level %s",
                sizes,
                Double.toString(level)));
    }
}
