package io.github.reprorun.report;

import io.github.reprorun.compare.Comparison;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs side by side, each compared with the first of them that was not refused. Immutable, hence safe to share between
 * threads.
 *
 * @param runs in the order in which they are reported
 */
public record Report(List<ReportedRun> runs) {
    /** Copies the list. */
    public Report {
        runs = List.copyOf(runs);
    }

    /** Whether one of them was refused. */
    public boolean hasRefusal() {
        return runs.stream().anyMatch(run -> run.refusal().isPresent());
    }

    /** Prints two tables in GitHub's Markdown, one of the runs and one of their metrics. */
    public void printMarkdown(PrintWriter out) {
        ReportText.print(out, this);
    }

    /** Prints the report as one JSON document. */
    public void printJson(PrintWriter out) {
        Json.print(out, ReportJson.of(this));
    }

    /** {@code run} against the first, or empty if it is the first or has nothing to compare. */
    @SuppressWarnings("ReferenceEquality") // A copy of the first run is a different run.
    public Optional<Comparison> comparison(ReportedRun run) {
        Optional<ReportedRun> first =
                runs.stream().filter(each -> each.manifest().isPresent()).findFirst();
        return run.manifest()
                .filter(manifest -> run != first.orElseThrow())
                .map(manifest -> Comparison.between(
                        first.orElseThrow().manifest().orElseThrow(),
                        first.orElseThrow().run(),
                        manifest,
                        run.run()));
    }

    /** The metrics by step of {@code run}, by name. */
    public static SortedMap<String, MetricSeries> series(ReportedRun run) {
        SortedMap<String, MetricSeries> series = new TreeMap<>();
        run.manifest().stream()
                .flatMap(manifest -> manifest.series().stream())
                .forEach(each -> series.put(each.name(), each));
        return series;
    }

    /** The metrics of {@code run} as a whole, by name. */
    public static SortedMap<String, Double> metrics(ReportedRun run) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        run.manifest().stream()
                .flatMap(manifest -> manifest.metrics().stream())
                .forEach((Metric metric) -> metrics.put(metric.name(), metric.value()));
        return metrics;
    }
}
