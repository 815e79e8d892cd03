package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * SHA-256 over the canonical form (RFC 8785) of what a run was given and what it made, without times, paths or host:
 *
 * <pre>{"endStates": {name: digests}, "inputs": {name: digests}, "metrics": [{"bits", "name"}], "outputs": {name: sha256},
 * "parameters": {name: {"type", "value" as text, or "bits" of a double}}, "seed": decimal,
 * "series": [{"count" as text, "name", "sha256"}], "version": 1}</pre>
 *
 * <p>{@code series} is absent if no metric has values by step, {@code endStates} if no network trained.
 *
 * A double is its bits alone, and any other number is text, so that nobody's arithmetic or decimals enter. Stateless.
 */
public final class ResultDigest {
    private ResultDigest() {}

    /** The result digest that follows from what {@code manifest} states. */
    static Sha256 of(Manifest manifest) {
        RunDefinition definition = manifest.definition();
        return of(
                definition.dependencies(RunDefinition.KIND_INPUT),
                definition.parameters(),
                definition.seed(),
                manifest.subjects(),
                manifest.metrics(),
                manifest.series(),
                manifest.details().byproducts());
    }

    /**
     * The result digest of a run with these inputs, parameters, seed, subjects, metrics and series.
     *
     * @param byproducts of which only those of the kind {@link RunDefinition#KIND_END_STATE} are covered
     */
    public static Sha256 of(
            List<Resource> inputs,
            SortedMap<String, ParameterValue> parameters,
            Seed seed,
            SortedMap<String, Sha256> subjects,
            List<Metric> metrics,
            List<MetricSeries> series,
            List<Resource> byproducts) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode result = nodes.objectNode();
        result.put("version", 1);
        putDigests(result.putObject("inputs"), inputs);
        List<Resource> endStates = RunDetails.endStates(byproducts);
        if (!endStates.isEmpty()) {
            putDigests(result.putObject("endStates"), endStates);
        }
        ObjectNode outputs = result.putObject("outputs");
        for (Map.Entry<String, Sha256> subject : subjects.entrySet()) {
            if (subject.getKey().startsWith(Manifest.OUTPUTS)) {
                outputs.put(subject.getKey(), subject.getValue().hex());
            }
        }
        ManifestWriter writer = new ManifestWriter(nodes);
        result.set("parameters", writer.parameters(parameters));
        result.set("metrics", writer.metrics(metrics));
        for (var values : List.of(result.get("parameters"), result.get("metrics"))) {
            for (var entry : values) {
                ObjectNode value = (ObjectNode) entry;
                if (value.has("bits")) {
                    value.remove("value");
                } else {
                    value.put("value", value.get("value").asText());
                }
            }
        }
        if (!series.isEmpty()) {
            ArrayNode sums = result.putArray("series");
            for (MetricSeries each : series) {
                sums.addObject()
                        .put("name", each.name())
                        .put("count", Long.toString(each.count()))
                        .put("sha256", each.digest().hex());
            }
        }
        result.put("seed", seed.toString());
        try {
            return Sha256.ofUtf8(new JsonCanonicalizer(JsonText.compact(result)).getEncodedString());
        } catch (IOException e) {
            throw new AssertionError("a tree in memory has a canonical form", e);
        }
    }

    private static void putDigests(ObjectNode byName, List<Resource> resources) {
        for (Resource resource : resources) {
            ObjectNode digests = byName.putObject(resource.name());
            for (Map.Entry<String, String> digest : resource.digest().entrySet()) {
                digests.put(digest.getKey(), digest.getValue());
            }
        }
    }
}
