package io.github.reprorun.examples.fraud;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A number on a logarithmic scale, brought to mean 0 and deviation 1; a missing one becomes the median, and a second number
 * says so.
 *
 * @param column of the table; its numbers are not negative
 * @param median of the values that are there
 * @param mean of the logarithms, the median standing in for missing values
 * @param deviation of the same; positive
 */
record Quantity(String column, double median, double mean, double deviation) implements Feature {
    /** @throws IllegalArgumentException if {@code deviation} is not positive, so that nothing could be learned */
    Quantity {
        if (!(deviation > 0)) {
            throw new IllegalArgumentException(column + ": the values must differ, their deviation is " + deviation);
        }
    }

    static Quantity fittedOn(List<Claim> training, String column) {
        double[] present = training.stream()
                .mapToDouble(claim -> claim.number(column))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (present.length == 0) {
            throw new IllegalArgumentException(column + ": no value among " + training.size() + " claims");
        }
        double median = present[present.length / 2];
        double[] values = training.stream()
                .mapToDouble(claim -> logarithm(claim.number(column), median))
                .toArray();
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return new Quantity(column, median, mean, Math.sqrt(variance));
    }

    private static double logarithm(double value, double median) {
        return StrictMath.log1p(Double.isNaN(value) ? median : value);
    }

    @Override
    public List<String> names() {
        return List.of(column, column + " missing");
    }

    @Override
    public double[] encode(Claim claim) {
        double value = claim.number(column);
        return new double[] {(logarithm(value, median) - mean) / deviation, Double.isNaN(value) ? 1 : 0};
    }

    @Override
    public String learned() {
        return "median " + decimal(median) + " log-mean " + decimal(mean) + " log-deviation " + decimal(deviation);
    }

    /** In 17 digits, enough for every double; {@link Double#toString} gives other digits from JDK 19 on. */
    private static String decimal(double value) {
        return new BigDecimal(value).round(new MathContext(17)).toPlainString();
    }
}
