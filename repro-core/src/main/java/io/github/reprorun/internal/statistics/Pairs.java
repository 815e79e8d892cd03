package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Two samples whose values belong together by place, for instance because each pair had one seed. The order of the pairs has
 * no influence on any result. Immutable, hence safe to share between threads.
 *
 * @param first one value of each pair
 * @param second the other, in the same order and unit
 */
public record Pairs(Sample first, Sample second) {
    /** @throws IllegalArgumentException if the samples are not of one size */
    public Pairs {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException(
                    "values in pairs are as many as the others, not " + first.size() + " and " + second.size());
        }
    }

    /** How many pairs there are. */
    public int size() {
        return first.size();
    }

    /** The first value less the second, for each pair. An interval for their mean is {@link Bootstrap#interval}'s. */
    public Sample differences() {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            differences.add(first.values().get(i) - second.values().get(i));
        }
        return new Sample(differences);
    }

    /** The differences in ascending order, unavailable without pairs and if a value or difference is not finite. */
    Evidence<double[]> ascendingDifferences() {
        return first.ascending(1)
                .fold(
                        x -> second.ascending(1)
                                .fold(
                                        y -> differences().ascending(1).fold(Evidence::observed, Pairs::ofDifferences),
                                        reason -> Evidence.<double[]>unavailable("second of each pair: " + reason)),
                        reason -> Evidence.<double[]>unavailable("first of each pair: " + reason));
    }

    private static Evidence<double[]> ofDifferences(String reason) {
        return Evidence.unavailable("differences: " + reason);
    }
}
