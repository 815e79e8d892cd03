package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The values that one metric had, one for each seed. Their order has no influence on any result, not even on its last bit.
 * One value that is NaN or infinite makes all statistics unavailable: to leave out the runs that failed would flatter the
 * rest. Immutable, hence safe to share between threads.
 *
 * @param values the values, in any unit, the same for all
 */
public record Sample(List<Double> values) {
    /** A copy of {@code values}. */
    public Sample {
        values = List.copyOf(values);
    }

    /** The sample of {@code values}. */
    public static Sample of(double... values) {
        return new Sample(DoubleStream.of(values).boxed().toList());
    }

    /** How many values there are. */
    public int size() {
        return values.size();
    }

    /**
     * The {@code p}-quantile, between two values by linear interpolation: definition 7 of Hyndman and Fan (1996), which R
     * and NumPy use by default. Unavailable without values, and if a value or the result is not finite.
     *
     * @throws IllegalArgumentException if {@code p} is not from 0 to 1
     */
    public Evidence<Double> quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a quantile is from 0 to 1, not " + p);
        }
        return ascending(1).fold(ascending -> inRange("quantile", quantile(ascending, p)), Evidence::unavailable);
    }

    /** The values in ascending order, unavailable if one is not finite or if there are fewer than {@code least}. */
    Evidence<double[]> ascending(int least) {
        double[] ascending = new double[size()];
        for (int i = 0; i < ascending.length; i++) {
            double value = values.get(i);
            if (!Double.isFinite(value)) {
                return Evidence.unavailable(
                        String.format(Locale.ROOT, "value %d of %d is %s", i + 1, size(), Double.toString(value)));
            }
            // the two zeros are equal, and sorting would tell them apart
            ascending[i] = value + 0.0;
        }
        if (ascending.length < least) {
            return Evidence.unavailable(
                    String.format(Locale.ROOT, "it needs at least %s, and there %s", count(least), are(size())));
        }
        Arrays.sort(ascending);
        return Evidence.observed(ascending);
    }

    /** As {@link #ascending}, and unavailable as well if all values are equal or their range is beyond a double's. */
    Evidence<double[]> spread(int least) {
        return ascending(least).fold(Sample::spread, Evidence::unavailable);
    }

    private static Evidence<double[]> spread(double[] ascending) {
        double range = range(ascending);
        if (range == 0) {
            return Evidence.unavailable(
                    ascending.length == 1
                            ? "one value shows no spread"
                            : String.format(
                                    Locale.ROOT, "all %d values are equal and show no spread", ascending.length));
        }
        return Double.isFinite(range)
                ? Evidence.observed(ascending)
                : Evidence.unavailable("the range of the values is beyond that of a double");
    }

    static double range(double[] ascending) {
        return ascending[ascending.length - 1] - ascending[0];
    }

    /** The values, which are not all equal, moved and scaled so that the least is 0 and the greatest is 1. */
    static double[] scaled(double[] ascending) {
        double[] scaled = new double[ascending.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (ascending[i] - ascending[0]) / range(ascending);
        }
        return scaled;
    }

    static double quantile(double[] ascending, double p) {
        double position = p * (ascending.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }

    static Evidence<Double> inRange(String name, double value) {
        return Double.isFinite(value)
                ? Evidence.observed(value)
                : Evidence.unavailable("the " + name + " is beyond the range of a double");
    }

    private static String count(int values) {
        return values == 1 ? "1 value" : values + " values";
    }

    private static String are(int values) {
        return values == 0 ? "are none" : values == 1 ? "is 1" : "are " + values;
    }
}
