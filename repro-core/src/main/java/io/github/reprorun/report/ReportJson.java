package io.github.reprorun.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.MetricSeries;

/** A report as a JSON document. Stateless. */
final class ReportJson {
    private ReportJson() {}

    static ObjectNode of(Report report) {
        ObjectNode document = Json.object();
        var runs = document.putArray("runs");
        for (ReportedRun run : report.runs()) {
            ObjectNode node = runs.addObject();
            node.put("run", run.run().toString());
            node.put("title", run.title());
            node.put("status", run.status());
            node.put("signature", run.signature());
            run.manifest().ifPresent(manifest -> put(node, manifest));
            ObjectNode metrics = node.putObject("metrics");
            Report.metrics(run)
                    .forEach((name, value) -> metrics.putObject(name)
                            .put("value", FloatText.shortest(value))
                            .put("bits", FloatText.bits(value)));
            ObjectNode series = node.putObject("series");
            Report.series(run).forEach((name, each) -> put(series.putObject(name), each));
            report.comparison(run)
                    .ifPresent(comparison -> Json.putComparison(node.putObject("comparison"), comparison));
            run.refusal().ifPresent(refused -> node.set("refusal", Json.refusal(refused)));
        }
        return document;
    }

    private static void put(ObjectNode node, MetricSeries series) {
        node.put("count", series.count());
        put(node.putObject("last"), series.last());
        series.minimum().ifPresent(point -> put(node.putObject("minimum"), point));
        series.maximum().ifPresent(point -> put(node.putObject("maximum"), point));
    }

    private static void put(ObjectNode node, MetricSeries.Point point) {
        node.put("step", point.step());
        node.put("value", FloatText.shortest(point.value()));
        node.put("bits", FloatText.bits(point.value()));
    }

    private static void put(ObjectNode node, Manifest manifest) {
        node.put("name", manifest.definition().name());
        node.put("runId", manifest.details().invocationId());
        manifest.parent().ifPresent(parent -> node.put("parent", parent.toString()));
        ObjectNode labels = node.putObject("labels");
        manifest.labels().texts().forEach(labels::put);
        NewerText.putUnknown(node, manifest.newer().places());
        node.put("seed", manifest.definition().seed().toString());
        Json.putResult(node, manifest);
    }
}
