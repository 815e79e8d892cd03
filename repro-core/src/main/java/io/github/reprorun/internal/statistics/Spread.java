package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;

/**
 * How far the values of a sample lie apart, all in the unit of the values. Immutable, hence safe to share between threads.
 *
 * @param minimum the least value
 * @param lowerQuartile as {@link Sample#quantile} has it at 0.25
 * @param upperQuartile as {@link Sample#quantile} has it at 0.75
 * @param maximum the greatest value
 * @param deviation the sample standard deviation; unavailable for one value
 */
public record Spread(
        double minimum, double lowerQuartile, double upperQuartile, double maximum, Evidence<Double> deviation) {
    /** The spread of {@code sample}: unavailable without values, if one is not finite, and if their range is not. */
    public static Evidence<Spread> of(Sample sample) {
        return sample.ascending(1).fold(ascending -> of(sample, ascending), Evidence::unavailable);
    }

    private static Evidence<Spread> of(Sample sample, double[] ascending) {
        return Sample.inRange("range", Sample.range(ascending))
                .fold(
                        range -> Evidence.observed(new Spread(
                                ascending[0],
                                Sample.quantile(ascending, 0.25),
                                Sample.quantile(ascending, 0.75),
                                ascending[ascending.length - 1],
                                Statistic.DEVIATION.of(sample))),
                        Evidence::unavailable);
    }
}
