package io.github.reprorun.internal.statistics;

import io.github.reprorun.evidence.Evidence;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The metrics of a study that were declared before its first run to be what it is judged by. All other metrics are
 * exploratory: whoever looks at many finds one that differs, so that what they show is a reason for another study and no
 * result. Immutable, hence safe to share between threads.
 *
 * @param names the names of the primary metrics; without one, all metrics are exploratory
 */
public record PrimaryMetrics(Set<String> names) {
    /** What a metric may be used for. */
    public enum Role {
        /** Declared before the first run: the study is judged by it. */
        PRIMARY,
        /** Looked at, but not declared. */
        EXPLORATORY;

        /** Its name in a text, in small letters. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A test among the others of its role.
     *
     * @param role whether the metric that was tested is primary
     * @param test what the test by itself gave
     * @param pValue its p-value with Holm's correction for all tests of that role
     */
    public record Corrected(Role role, Evidence<Significance> test, Evidence<Double> pValue) {}

    private record Key(String comparison, String metric) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::comparison).thenComparing(Key::metric);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** A copy of {@code names}. */
    public PrimaryMetrics {
        names = Set.copyOf(names);
    }

    /** What the metric called {@code metric} may be used for. */
    public Role role(String metric) {
        return names.contains(metric) ? Role.PRIMARY : Role.EXPLORATORY;
    }

    /**
     * Corrects tests by {@link Holm}'s method, the primary ones among each other and the exploratory ones among each other:
     * the more metrics one looks at, the weaker each of them becomes, but not those that were declared. A primary metric
     * that a comparison lacks is there with the reason and counts as one of the tests.
     *
     * @param tests by the names of the comparisons, what was tested for each metric
     * @return for each comparison and metric
     */
    public SortedMap<String, SortedMap<String, Corrected>> corrected(
            Map<String, ? extends Map<String, Evidence<Significance>>> tests) {
        SortedMap<Key, Evidence<Significance>> all = new TreeMap<>();
        tests.forEach((comparison, byMetric) -> {
            for (String name : new TreeSet<>(names)) {
                all.put(
                        new Key(comparison, name),
                        Evidence.unavailable("this primary metric was declared and not compared"));
            }
            byMetric.forEach((metric, test) -> all.put(new Key(comparison, metric), test));
        });
        SortedMap<String, SortedMap<String, Corrected>> corrected = new TreeMap<>();
        tests.keySet().forEach(comparison -> corrected.put(comparison, new TreeMap<>()));
        for (Role role : Role.values()) {
            SortedMap<Key, Evidence<Double>> pValues = new TreeMap<>();
            all.forEach((key, test) -> {
                if (role(key.metric()) == role) {
                    pValues.put(key, test.fold(each -> Evidence.observed(each.pValue()), Evidence::unavailable));
                }
            });
            Holm.corrected(pValues)
                    .forEach((key, pValue) -> corrected
                            .computeIfAbsent(key.comparison(), comparison -> new TreeMap<>())
                            .put(key.metric(), new Corrected(role, Objects.requireNonNull(all.get(key)), pValue)));
        }
        return corrected;
    }
}
