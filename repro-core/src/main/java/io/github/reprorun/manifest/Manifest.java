package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The statement of one run: an in-toto Statement v1 whose predicate uses SLSA v1's field names. {@link ManifestJson} gives
 * its exact bytes. Immutable, hence safe to share between threads.
 *
 * @param subjects every file of the run directory but the two manifests: name relative to it, with {@code /}, to digest
 * @param definition what the run was given
 * @param details what became of it
 * @param metrics the values of the run as a whole, in the order of their names, each name once
 * @param series the summaries of the values by step, in the order of their names; they are in {@code metrics.csv}
 * @param expectations what the run declared of its metrics and outputs beforehand, by name, then by kind
 * @param hazards the unseeded sources of chance met, by class and line
 * @param resources what the run cost, for reading; never compared
 * @param resultDigest SHA-256 over the canonical form of inputs, parameters, seed, outputs, metrics, series and end states
 * @param parent the study or capsule that the run belongs to, if any
 * @param labels the labels that people gave the run
 * @param newer the statements that only newer versions know
 */
public record Manifest(
        SortedMap<String, Sha256> subjects,
        RunDefinition definition,
        RunDetails details,
        List<Metric> metrics,
        List<MetricSeries> series,
        List<Expectation> expectations,
        List<Hazard> hazards,
        SortedMap<String, String> resources,
        Sha256 resultDigest,
        Optional<Parent> parent,
        Labels labels,
        NewerFields newer) {
    /** The type of the predicate. */
    public static final String PREDICATE_TYPE = "https://reprorun.github.io/attestation/training-run/v1";

    /** The name of the manifest's file in a run directory. */
    public static final String FILE_NAME = "manifest.json";

    /** The name of the signed envelope's file in a run directory. */
    public static final String ENVELOPE_FILE_NAME = "manifest.dsse.json";

    /** The folder of a run directory that holds what the training made. */
    public static final String OUTPUTS = "outputs/";

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException if two of {@code metrics} have the same name
     */
    public Manifest {
        subjects = Collections.unmodifiableSortedMap(new TreeMap<>(subjects));
        metrics = List.copyOf(metrics);
        requireNoMetricTwice(metrics);
        series = List.copyOf(series);
        expectations = List.copyOf(expectations);
        hazards = List.copyOf(hazards);
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }

    /** A manifest of a run that belongs to nothing and has no labels, all of which this version knows. */
    public Manifest(
            SortedMap<String, Sha256> subjects,
            RunDefinition definition,
            RunDetails details,
            List<Metric> metrics,
            List<MetricSeries> series,
            List<Expectation> expectations,
            List<Hazard> hazards,
            SortedMap<String, String> resources,
            Sha256 resultDigest) {
        this(
                subjects,
                definition,
                details,
                metrics,
                series,
                expectations,
                hazards,
                resources,
                resultDigest,
                Optional.empty(),
                Labels.NONE,
                NewerFields.NONE);
    }

    private static void requireNoMetricTwice(List<Metric> metrics) {
        Set<String> names = new HashSet<>();
        for (Metric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("states a metric twice: " + metric.name());
            }
        }
    }

    /**
     * The result digest, if there is a result: the run succeeded, and made an output or a network that could be read, or
     * measured something.
     * That of any other says no more than what the run was given.
     */
    public Optional<Sha256> result() {
        boolean made = !metrics.isEmpty()
                || !series.isEmpty()
                || details.endStates().stream()
                        .anyMatch(state -> !state.digest().isEmpty())
                || (!subjects.tailMap(OUTPUTS).isEmpty()
                        && subjects.tailMap(OUTPUTS).firstKey().startsWith(OUTPUTS));
        return details.status() == RunStatus.SUCCEEDED && made ? Optional.of(resultDigest) : Optional.empty();
    }

    /** This manifest with {@code newer} in the place of what only newer versions know. */
    Manifest with(NewerFields newer) {
        return new Manifest(
                subjects,
                definition,
                details,
                metrics,
                series,
                expectations,
                hazards,
                resources,
                resultDigest,
                parent,
                labels,
                newer);
    }
}
