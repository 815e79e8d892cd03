package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.digest.Sha256;
import io.github.reprorun.environment.Evidence;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** From the tree of an in-toto Statement to values; whatever is missing or of another type is refused by its name. */
final class ManifestReader {
    private final String subject;

    ManifestReader(String subject) {
        this.subject = subject;
    }

    Manifest statement(JsonNode node) {
        require("_type", text(node, "_type"), ManifestWriter.STATEMENT_TYPE);
        require("predicateType", text(node, "predicateType"), Manifest.PREDICATE_TYPE);
        SortedMap<String, Sha256> subjects = new TreeMap<>();
        for (JsonNode entry : array(node, "subject")) {
            if (subjects.put(text(entry, "name"), sha256(field(entry, "digest"))) != null) {
                throw refusal("names a subject twice: " + text(entry, "name"));
            }
        }
        JsonNode predicate = field(node, "predicate");
        return new Manifest(
                subjects,
                definition(field(predicate, "buildDefinition")),
                details(field(predicate, "runDetails")),
                list(predicate, "metrics", this::metric),
                list(predicate, "series", this::series),
                list(predicate, "expectations", this::expectation),
                list(predicate, "hazards", this::hazard),
                texts(predicate, "resources"),
                sha256(field(predicate, "resultDigest")));
    }

    RunDefinition definition(JsonNode node) {
        JsonNode external = field(node, "externalParameters");
        JsonNode internal = field(node, "internalParameters");
        return new RunDefinition(
                text(external, "name"),
                evidence(field(field(external, "entryPoint"), "mainClass")),
                list(external, "arguments", entry -> asText("arguments", entry)),
                object(external, "parameters", this::parameter),
                Seed.parse(text(external, "seed")),
                texts(internal, "streams"),
                profile(field(internal, "profile")),
                texts(internal, "unpinned"),
                object(internal, "environment", this::evidence),
                list(node, "resolvedDependencies", this::resource));
    }

    private PinnedProfile profile(JsonNode node) {
        return new PinnedProfile(
                text(node, "name"),
                (int) number(node, "threads"),
                texts(node, "environment"),
                list(node, "jvmOptions", entry -> asText("jvmOptions", entry)),
                list(node, "classPath", entry -> asText("classPath", entry)),
                text(node, "workingDirectory"));
    }

    private RunDetails details(JsonNode node) {
        JsonNode metadata = field(node, "metadata");
        return new RunDetails(
                texts(field(node, "builder"), "version"),
                text(metadata, "invocationId"),
                Instant.parse(text(metadata, "startedOn")),
                Instant.parse(text(metadata, "finishedOn")),
                RunStatus.valueOf(text(metadata, "status")),
                metadata.has("cause") ? Optional.of(text(metadata, "cause")) : Optional.empty(),
                list(metadata, "interruptions", this::interruption),
                list(node, "byproducts", this::resource));
    }

    private Interruption interruption(JsonNode node) {
        return new Interruption(
                text(node, "ended"),
                text(node, "reached"),
                Instant.parse(text(node, "resumedOn")),
                text(node, "resumedFrom"));
    }

    private ParameterValue parameter(JsonNode node) {
        String type = text(node, "type");
        if (type.equals("double")) {
            return new ParameterValue.DoubleValue(FloatText.fromBits(subject, text(node, "bits")));
        }
        return ParameterValue.parse(subject, type, field(node, "value").asText());
    }

    private Metric metric(JsonNode node) {
        return new Metric(
                text(node, "name"),
                node.has("step") ? OptionalLong.of(number(node, "step")) : OptionalLong.empty(),
                FloatText.fromBits(subject, text(node, "bits")));
    }

    private MetricSeries series(JsonNode node) {
        return new MetricSeries(
                text(node, "name"),
                number(node, "count"),
                point(field(node, "first")),
                point(field(node, "last")),
                extreme(node, "minimum"),
                extreme(node, "maximum"),
                sha256(field(node, "digest")));
    }

    private Optional<MetricPoint> extreme(JsonNode node, String name) {
        return node.has(name) ? Optional.of(point(node.get(name))) : Optional.empty();
    }

    private MetricPoint point(JsonNode node) {
        return new MetricPoint(number(node, "step"), FloatText.fromBits(subject, text(node, "bits")));
    }

    private Expectation expectation(JsonNode node) {
        return new Expectation(
                text(node, "name"),
                Expectation.Kind.labelled(text(node, "kind")),
                node.has("bits")
                        ? OptionalDouble.of(FloatText.fromBits(subject, text(node, "bits")))
                        : OptionalDouble.empty());
    }

    private Hazard hazard(JsonNode node) {
        return new Hazard(
                text(node, "kind"),
                text(node, "class"),
                (int) number(node, "line"),
                number(node, "count"),
                Hazard.Treatment.valueOf(text(node, "treatment")),
                text(node, "advice"));
    }

    private Resource resource(JsonNode node) {
        return new Resource(
                text(node, "name"),
                node.has("uri") ? text(node, "uri") : "",
                texts(node, "digest"),
                texts(node, "annotations"));
    }

    private Evidence<String> evidence(JsonNode node) {
        return node.has("value")
                ? Evidence.observed(text(node, "value"))
                : Evidence.unavailable(text(node, "unavailable"));
    }

    private Sha256 sha256(JsonNode node) {
        return new Sha256(text(node, "sha256"));
    }

    private SortedMap<String, String> texts(JsonNode node, String name) {
        return object(node, name, entry -> asText(name, entry));
    }

    private <T> SortedMap<String, T> object(JsonNode node, String name, Function<JsonNode, T> read) {
        JsonNode object = field(node, name);
        if (!object.isObject()) {
            throw refusal("its " + name + " is no object");
        }
        SortedMap<String, T> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            values.put(entry.getKey(), read.apply(entry.getValue()));
        }
        return values;
    }

    private <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> read) {
        List<T> values = new ArrayList<>();
        for (JsonNode entry : array(node, name)) {
            values.add(read.apply(entry));
        }
        return values;
    }

    private JsonNode array(JsonNode node, String name) {
        JsonNode array = field(node, name);
        if (!array.isArray()) {
            throw refusal("its " + name + " is no list");
        }
        return array;
    }

    private long number(JsonNode node, String name) {
        JsonNode number = field(node, name);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw refusal("its " + name + " is no whole number");
        }
        return number.longValue();
    }

    private String text(JsonNode node, String name) {
        return asText(name, field(node, name));
    }

    private String asText(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw refusal("its " + name + " is no text");
        }
        return node.textValue();
    }

    private JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw refusal("it has no " + name);
        }
        return field;
    }

    private void require(String name, String actual, String expected) {
        if (!actual.equals(expected)) {
            throw refusal("its " + name + " is \"" + actual + "\", not \"" + expected + "\"");
        }
    }

    private UnreadableException refusal(String problem) {
        return new UnreadableException(subject, "is no manifest of a run: " + problem);
    }
}
