package io.github.reprorun.internal.words;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.InterruptedRun;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A manifest for people. Stateless. */
public final class ManifestText {
    private final PrintWriter out;

    private ManifestText(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints {@code manifest} for people.
     *
     * @param resumable the run, if it can be resumed
     */
    public static void print(PrintWriter out, Manifest manifest, Optional<InterruptedRun> resumable) {
        new ManifestText(out).print(manifest, resumable);
    }

    private void print(Manifest manifest, Optional<InterruptedRun> resumable) {
        RunDefinition definition = manifest.definition();
        line(definition.name() + " " + manifest.details().invocationId());
        NewerText.critical(manifest.newer()).ifPresent(this::line);
        NewerText.unknown(manifest.newer().places()).ifPresent(this::line);
        entry(
                "status",
                manifest.details().status()
                        + manifest.details().cause().map(cause -> ": " + cause).orElse(""));
        resumable.ifPresent(run -> InterruptedText.printHowToGoOn(out, run));
        manifest.details().interruptions().forEach(this::interruption);
        entry("started", manifest.details().startedOn() + " (by the machine's clock)");
        entry("finished", manifest.details().finishedOn() + " (by the machine's clock)");
        entry("seed", definition.seed());
        if (manifest.details().status() == RunStatus.SUCCEEDED) {
            entry("result", manifest.result().map(digest -> "sha256:" + digest).orElse("no result"));
        }
        entry("main class", text(definition.mainClass()));
        entry(
                "profile",
                definition.profile().name() + ", " + definition.profile().threads() + " native threads");
        manifest.parent().ifPresent(parent -> entry("parent", parent));
        heading("labels", manifest.labels().texts());
        manifest.labels().texts().forEach(this::entry);
        heading("parameters", definition.parameters());
        definition.parameters().forEach((name, value) -> entry(name, value.text() + " (" + value.type() + ")"));
        print("inputs", definition, RunDefinition.KIND_INPUT);
        heading("metrics", manifest.metrics());
        manifest.metrics().forEach(metric -> entry(metric.name(), FloatText.shortest(metric.value())));
        heading("metrics by step", manifest.series());
        manifest.series().forEach(this::series);
        heading("expected", manifest.expectations());
        manifest.expectations().forEach(expectation -> entry(expectation.name(), expectation.text()));
        heading("files", manifest.subjects());
        manifest.subjects().forEach((name, digest) -> entry(name, "sha256:" + digest));
        heading("made", manifest.details().byproducts());
        manifest.details().byproducts().forEach(this::resource);
        HazardText.print(manifest.hazards(), this::line);
        heading("not pinned", definition.unpinned());
        definition.unpinned().forEach(this::entry);
        heading("environment", definition.environment());
        definition.environment().forEach((name, fact) -> entry(name, text(fact)));
    }

    private void print(String heading, RunDefinition definition, String kind) {
        var resources = definition.dependencies(kind);
        heading(heading, resources);
        resources.forEach(this::resource);
    }

    private void interruption(RunDetails.Interruption interruption) {
        entry("ended before", interruption.ended());
        entry("having saved", interruption.reached());
        entry("resumed from", interruption.resumedFrom());
    }

    private void resource(Resource resource) {
        resource.digest().forEach((algorithm, hex) -> entry(resource.name(), algorithm + ":" + hex));
    }

    private void series(MetricSeries series) {
        String extremes = series.minimum().isEmpty()
                ? "none a number"
                : "from " + text(series.minimum().get()) + " to "
                        + text(series.maximum().orElseThrow());
        entry(series.name(), series.count() + " values, the last " + text(series.last()) + "; " + extremes);
    }

    private static String text(MetricSeries.Point point) {
        return FloatText.shortest(point.value()) + " at step " + point.step();
    }

    private void heading(String heading, Collection<?> entries) {
        if (!entries.isEmpty()) {
            line(heading);
        }
    }

    private void heading(String heading, Map<?, ?> entries) {
        heading(heading, entries.keySet());
    }

    private void entry(String name, Object value) {
        line(String.format(Locale.ROOT, "  %-28s %s", name, value));
    }

    private void line(String text) {
        out.println(OneLine.of(text));
    }

    private static String text(Evidence<String> fact) {
        return fact.fold(value -> value, reason -> "(unavailable: " + reason + ")");
    }
}
