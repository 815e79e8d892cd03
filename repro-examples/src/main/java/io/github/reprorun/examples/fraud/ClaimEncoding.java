package io.github.reprorun.examples.fraud;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a claim becomes a row of numbers. Everything that is learned, such as medians and scales, is learned from the training
 * part alone: the test part must stay unseen. Immutable, hence safe to share between threads.
 */
record ClaimEncoding(List<Feature> features) {
    private static final List<String> CATEGORIES = List.of("type", "vehicle", "region", "repair", "police_report");
    private static final List<String> QUANTITIES = List.of(
            "witnesses",
            "driver_age",
            "vehicle_years",
            "policy_months",
            "premium",
            "prior_claims",
            "days_to_report",
            "amount");

    /** Copies what it is given. */
    ClaimEncoding {
        features = List.copyOf(features);
    }

    static ClaimEncoding fittedOn(List<Claim> training) {
        Stream<Feature> categories = CATEGORIES.stream().map(column -> Category.fittedOn(training, column));
        Stream<Feature> quantities = QUANTITIES.stream().map(column -> Quantity.fittedOn(training, column));
        Stream<Feature> hour = Stream.of(new HourOfDay("hour"));
        return new ClaimEncoding(
                Stream.of(categories, quantities, hour).flatMap(part -> part).toList());
    }

    /** How many numbers a claim becomes. */
    int width() {
        return features.stream().mapToInt(feature -> feature.names().size()).sum();
    }

    /** {@code claims} as features, [claims, {@link #width}], and labels, [claims, 2]: honest, fraud. */
    DataSet encode(List<Claim> claims) {
        INDArray rows = Nd4j.create(claims.stream().map(this::row).toArray(float[][]::new));
        INDArray labels = Nd4j.create(claims.stream()
                .map(claim -> claim.fraud() ? new float[] {0, 1} : new float[] {1, 0})
                .toArray(float[][]::new));
        return new DataSet(rows, labels);
    }

    private float[] row(Claim claim) {
        float[] row = new float[width()];
        int at = 0;
        for (Feature feature : features) {
            for (double number : feature.encode(claim)) {
                row[at++] = (float) number;
            }
        }
        return row;
    }

    /** The values learned from the training part, as CSV, one line per feature. */
    String toCsv() {
        return features.stream()
                .map(feature -> feature.column() + "," + feature.learned() + "\n")
                .collect(Collectors.joining("", "column,learned\n", ""));
    }
}
