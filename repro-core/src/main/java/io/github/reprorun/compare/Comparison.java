package io.github.reprorun.compare;

import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Two runs side by side. Immutable, hence safe to share between threads.
 *
 * @param verdict whether the second reproduced the first
 * @param causes the aspects that may be the reason, if it did not bit by bit; in the order of {@link Aspect}
 * @param differences every difference, causes before effects, each aspect by place
 */
public record Comparison(Verdict verdict, SortedSet<Aspect> causes, List<Difference> differences) {
    private static final Comparator<Difference> CAUSES_FIRST =
            Comparator.comparing(Difference::aspect).thenComparing(Difference::where);

    /** Copies what it is given. */
    public Comparison {
        causes = Collections.unmodifiableSortedSet(new TreeSet<>(causes));
        differences = List.copyOf(differences);
    }

    /**
     * Compares {@code actual} with {@code expected} by their manifests alone. Values by step that are not the same are not
     * within any tolerance then: see {@link #between(Manifest, Path, Manifest, Path)}.
     */
    public static Comparison between(Manifest expected, Manifest actual) {
        return between(expected, actual, Optional.empty());
    }

    /**
     * Compares {@code actual} with {@code expected}. Where a series of values by step is not the same and both runs declared a
     * tolerance for it, each value is looked up beside the manifests, in one pass for each such series. Values that cannot be
     * read, or are not what their manifest sums up, are within no tolerance.
     *
     * @param expectedRun where {@code expected} lies: its run's directory, or the manifest's own file
     * @param actualRun the same of {@code actual}
     */
    public static Comparison between(Manifest expected, Path expectedRun, Manifest actual, Path actualRun) {
        return between(expected, actual, RecordedValues.of(expectedRun, actualRun));
    }

    static Comparison between(Manifest expected, Manifest actual, RecordedValues values) {
        return between(expected, actual, Optional.of(values));
    }

    private static Comparison between(Manifest expected, Manifest actual, Optional<RecordedValues> values) {
        List<Difference> differences = new Tolerances(expected, actual, values).applied(differences(expected, actual));
        List<Difference> effects = differences.stream()
                .filter(difference -> difference.aspect().isEffect())
                .toList();
        if (expected.resultDigest().equals(actual.resultDigest()) && effects.isEmpty()) {
            return new Comparison(Verdict.REPRODUCED, Collections.emptySortedSet(), differences);
        }
        boolean allowed = given(expected).equals(given(actual))
                && !effects.isEmpty()
                && effects.stream().allMatch(Difference::isAllowed);
        return new Comparison(
                allowed ? Verdict.WITHIN_TOLERANCE : Verdict.DIVERGED,
                new TreeSet<>(causes(differences, expected, actual)),
                differences);
    }

    /**
     * As {@link #between}, where {@code actual} was stopped in mid-training because it had diverged: this compares what
     * it had recorded by then, but not the results.
     */
    public static Comparison upToStop(Manifest expected, Manifest actual) {
        List<Difference> differences = between(expected, actual).differences().stream()
                .filter(difference -> difference.aspect().isCause())
                .filter(difference -> difference.actual().isPresent())
                .filter(difference -> !difference.where().matches("predicate\\.hazards\\[.*\\]\\.count"))
                .toList();
        return new Comparison(Verdict.DIVERGED, new TreeSet<>(causes(differences, expected, actual)), differences);
    }

    private static Set<Aspect> causes(List<Difference> differences, Manifest expected, Manifest actual) {
        Set<Aspect> causes = EnumSet.noneOf(Aspect.class);
        differences.stream().map(Difference::aspect).filter(Aspect::isCause).forEach(causes::add);
        if (causes.isEmpty() || hasUncontrolledHazard(expected) || hasUncontrolledHazard(actual)) {
            causes.add(Aspect.NONDETERMINISM);
        }
        return causes;
    }

    /** The part of the result digest that covers what the run was given. */
    private static Sha256 given(Manifest manifest) {
        RunDefinition definition = manifest.definition();
        return ResultDigest.of(
                definition.dependencies(RunDefinition.KIND_INPUT),
                definition.parameters(),
                definition.seed(),
                Collections.emptySortedMap(),
                List.of(),
                List.of());
    }

    private static List<Difference> differences(Manifest first, Manifest second) {
        SortedMap<String, String> expected = FlatManifest.of(first);
        SortedMap<String, String> actual = FlatManifest.of(second);
        SortedSet<String> places = new TreeSet<>(expected.keySet());
        places.addAll(actual.keySet());
        NumericFacts numeric = NumericFacts.of(first.definition().environment())
                .and(NumericFacts.of(second.definition().environment()));
        List<Difference> differences = new ArrayList<>();
        for (String place : places) {
            Optional<Aspect> aspect = FieldRules.aspect(place, numeric);
            Optional<String> before = Optional.ofNullable(expected.get(place));
            Optional<String> after = Optional.ofNullable(actual.get(place));
            if (aspect.isPresent() && !before.equals(after)) {
                differences.add(new Difference(aspect.get(), place, before, after));
            }
        }
        differences.addAll(unknown(first, second));
        differences.addAll(ListOrder.differences(first, second));
        differences.sort(CAUSES_FIRST);
        return differences;
    }

    /** Differences in fields that this version does not understand are reported; they decide nothing. */
    private static List<Difference> unknown(Manifest first, Manifest second) {
        SortedMap<String, String> expected = FlatManifest.unknown(first);
        SortedMap<String, String> actual = FlatManifest.unknown(second);
        SortedSet<String> places = new TreeSet<>(expected.keySet());
        places.addAll(actual.keySet());
        return places.stream()
                .filter(place -> !Objects.equals(expected.get(place), actual.get(place)))
                .map(place -> new Difference(
                        Aspect.FORMAT,
                        place,
                        Optional.ofNullable(expected.get(place)),
                        Optional.ofNullable(actual.get(place))))
                .toList();
    }

    private static boolean hasUncontrolledHazard(Manifest manifest) {
        return manifest.hazards().stream().anyMatch(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED);
    }
}
