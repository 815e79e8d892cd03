package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holm's correction for several tests at once: Holm (1979), "A Simple Sequentially Rejective Multiple Test Procedure". If one
 * rejects where the corrected p-value is at most 0.05, the probability of even one wrong rejection is at most 0.05, however
 * the tests depend on each other. Stateless, hence safe for use by several threads.
 */
public final class Holm {
    private Holm() {}

    /**
     * The corrected p-values by what names the tests. A test without a p-value keeps its reason and still counts as one
     * of the tests: a comparison that failed must not make the others look better.
     *
     * @throws IllegalArgumentException if a p-value is not from 0 to 1
     */
    public static <T extends Comparable<? super T>> SortedMap<T, Evidence<Double>> corrected(
            Map<T, Evidence<Double>> pValues) {
        SortedMap<T, Evidence<Double>> corrected = new TreeMap<>();
        SortedMap<T, Double> known = new TreeMap<>();
        pValues.forEach((test, evidence) -> evidence.fold(
                pValue -> {
                    Significance.requireProbability(pValue);
                    return known.put(test, pValue);
                },
                reason -> corrected.put(test, evidence)));
        var ascending = new ArrayList<>(known.entrySet());
        ascending.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
        double largest = 0;
        int left = pValues.size();
        for (var test : ascending) {
            largest = Math.max(largest, Math.min(1, left * test.getValue()));
            corrected.put(test.getKey(), Evidence.observed(largest));
            left--;
        }
        return corrected;
    }
}
