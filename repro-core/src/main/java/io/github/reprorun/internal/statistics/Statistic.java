package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;

/** What one number says of a sample. Immutable, hence safe to share between threads. */
public enum Statistic {
    /** The arithmetic mean. */
    MEAN(1, 30, 8) {
        @Override
        double ofAscending(double[] ascending) {
            return Sample.range(ascending) == 0 ? ascending[0] : StatUtils.mean(ascending);
        }
    },
    /** The value in the middle, or the mean of the two there. */
    MEDIAN(1, 30, 20) {
        @Override
        double ofAscending(double[] ascending) {
            return Sample.quantile(ascending, 0.5);
        }
    },
    /** The sample standard deviation, with n - 1 below the line; 0 if all values are equal. */
    DEVIATION(2, 200, 200) {
        @Override
        double ofAscending(double[] ascending) {
            double range = Sample.range(ascending);
            if (range == 0) {
                return 0;
            }
            // squares of scaled values neither overflow nor vanish
            return Math.sqrt(StatUtils.variance(Sample.scaled(ascending))) * range;
        }

        @Override
        double ofUnscaled(double ofScaled, double[] ascending) {
            return ofScaled * Sample.range(ascending);
        }
    },
    /**
     * The mean of what is left when a quarter of the values, rounded down, is cut off at each end: Agarwal et al. (2021),
     * "Deep Reinforcement Learning at the Edge of the Statistical Precipice", as their rliable computes it. Needs four
     * values, because with fewer nothing is cut off.
     */
    INTERQUARTILE_MEAN(4, 30, 15) {
        @Override
        double ofAscending(double[] ascending) {
            int cut = ascending.length / 4;
            return MEAN.ofAscending(Arrays.copyOfRange(ascending, cut, ascending.length - cut));
        }
    };

    private final int least;
    private final int enough;
    private final int enoughIfExpanded;

    Statistic(int least, int enough, int enoughIfExpanded) {
        this.least = least;
        this.enough = enough;
        this.enoughIfExpanded = enoughIfExpanded;
    }

    /**
     * The number for {@code sample}, in the unit of its values. Unavailable with too few values, and if a value or the
     * result is not finite.
     */
    public Evidence<Double> of(Sample sample) {
        return sample.ascending(least)
                .fold(ascending -> Sample.inRange(title(), ofAscending(ascending)), Evidence::unavailable);
    }

    /** Its name in a text, in small letters. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How many values it needs. */
    public int least() {
        return least;
    }

    /** From how many normal values on BCa intervals of level 95 % held the truth in 93 to 97 % of simulations. */
    int enough() {
        return enough;
    }

    /** As {@link #enough}, for expanded intervals. */
    int enoughIfExpanded() {
        return enoughIfExpanded;
    }

    abstract double ofAscending(double[] ascending);

    /** What a result for {@link Sample#scaled} values is in the unit of those that {@code ascending} has. */
    double ofUnscaled(double ofScaled, double[] ascending) {
        return ascending[0] + ofScaled * Sample.range(ascending);
    }
}
