package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The BCa interval from a bootstrap distribution: formulas 14.9 to 14.15 of Efron and Tibshirani (1993), "An Introduction to
 * the Bootstrap". A resample that gives the estimate itself counts as half below and half above. If no single value matters
 * to the statistic, there is no acceleration. Used by one thread.
 */
final class BiasCorrectedAccelerated {
    /** Results that differ by at most this are equal but for rounding; the values range from 0 to 1. */
    private static final double TIE = 1e-12;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final double[] scaled;
    private final Statistic statistic;
    private final double[] distribution;

    /** For {@link Sample#scaled} values, and what their resamples gave, ascending. */
    BiasCorrectedAccelerated(double[] scaled, Statistic statistic, double[] distribution) {
        this.scaled = scaled;
        this.statistic = statistic;
        this.distribution = distribution;
    }

    /**
     * The interval from the adjusted quantile of {@code tail} to that of its opposite.
     *
     * @param tail the normal quantile that the lower end is for, below 0
     * @param level the level to state
     */
    Evidence<Interval> interval(double tail, double level) {
        double below = shareBelowEstimate();
        if (below == 0 || below == 1) {
            return Evidence.unavailable("all resamples lie on one side of the estimate");
        }
        double bias = NORMAL.inverseCumulativeProbability(below);
        double acceleration = acceleration();
        double lower = adjusted(bias, acceleration, bias + tail);
        double upper = adjusted(bias, acceleration, bias - tail);
        double outermost = 1.0 / distribution.length;
        // true for NaN as well: then the correction has no solution at this level
        if (!(lower >= outermost && upper <= 1 - outermost)) {
            return Evidence.unavailable("an end of the interval lies beyond all " + distribution.length + " resamples");
        }
        double low = Sample.quantile(distribution, lower);
        double high = Sample.quantile(distribution, upper);
        if (high - low <= TIE) {
            return Evidence.unavailable("between the ends of the interval all resamples give the same result");
        }
        return Evidence.observed(new Interval(low, high, level));
    }

    /** The probability at which the bootstrap distribution is read; NaN where the correction has no solution. */
    private static double adjusted(double bias, double acceleration, double shifted) {
        double divisor = 1 - acceleration * shifted;
        return divisor > 0 ? NORMAL.cumulativeProbability(bias + shifted / divisor) : Double.NaN;
    }

    private double shareBelowEstimate() {
        double estimate = statistic.ofAscending(scaled);
        double below = 0;
        for (double result : distribution) {
            if (Math.abs(result - estimate) <= TIE) {
                below += 0.5;
            } else if (result < estimate) {
                below++;
            }
        }
        return below / distribution.length;
    }

    /** By the jackknife: what the statistic is with one value left out, for each of them. */
    double acceleration() {
        double[] leftOut = new double[scaled.length];
        double[] rest = new double[scaled.length - 1];
        System.arraycopy(scaled, 1, rest, 0, rest.length);
        for (int i = 0; i < leftOut.length; i++) {
            leftOut[i] = statistic.ofAscending(rest);
            if (i < rest.length) {
                rest[i] = scaled[i];
            }
        }
        double mean = 0;
        for (double result : leftOut) {
            mean += result / leftOut.length;
        }
        double squares = 0;
        double cubes = 0;
        for (double result : leftOut) {
            double distance = mean - result;
            squares += distance * distance;
            cubes += distance * distance * distance;
        }
        return Math.sqrt(squares) <= TIE ? 0 : cubes / (6 * squares * Math.sqrt(squares));
    }
}
