package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The interval for a mean by Student's t: Student (1908), "The Probable Error of a Mean". It holds the mean as often as its
 * level says if the values are normal, however few they are. Stateless, hence safe for use by several threads.
 */
public final class StudentInterval {
    private static final double ACCURACY = 1e-13;

    private StudentInterval() {}

    /**
     * The interval of {@code level} for the mean of what {@code sample} was drawn from, in the unit of its values.
     * Unavailable for fewer than two values, if they are all equal, and if a value is not finite.
     *
     * @throws IllegalArgumentException if the level is not above 0 and below 1
     */
    public static Evidence<Interval> ofMean(Sample sample, double level) {
        Interval.requireLevel(level);
        return sample.spread(2)
                .fold(ascending -> around(ascending, level, Math.sqrt(1.0 / ascending.length)), Evidence::unavailable);
    }

    /** The mean plus and minus as many deviations as {@code factor} times Student's t has them. */
    static Evidence<Interval> around(double[] ascending, double level, double factor) {
        double mean = Statistic.MEAN.ofAscending(ascending);
        double half = critical(ascending.length - 1L, level) * factor * Statistic.DEVIATION.ofAscending(ascending);
        return Interval.inRange(mean - half, mean + half, level, Optional.empty());
    }

    /** How many standard errors around the estimate hold {@code level}, at so many degrees of freedom. */
    static double critical(long freedom, double level) {
        return new TDistribution(null, freedom, ACCURACY).inverseCumulativeProbability((1 + level) / 2);
    }
}
