package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** From values to the tree of an in-toto Statement, except for the fields that this version does not know. */
final class ManifestWriter {
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    private final JsonNodeFactory nodes;

    ManifestWriter(JsonNodeFactory nodes) {
        this.nodes = nodes;
    }

    ObjectNode statement(Manifest manifest) {
        ObjectNode statement = nodes.objectNode();
        statement.put("_type", STATEMENT_TYPE);
        ArrayNode subjects = statement.putArray("subject");
        for (Map.Entry<String, Sha256> each : manifest.subjects().entrySet()) {
            ObjectNode subject = subjects.addObject();
            subject.put("name", each.getKey());
            subject.set("digest", sha256(each.getValue()));
        }
        statement.put("predicateType", Manifest.PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        if (!manifest.newer().critical().isEmpty()) {
            predicate.set("critical", texts(List.copyOf(manifest.newer().critical())));
        }
        predicate.set("buildDefinition", definition(manifest.definition()));
        predicate.set("runDetails", details(manifest.details()));
        if (manifest.parent().isPresent()) {
            predicate.set("parent", parent(manifest.parent().get()));
        }
        if (!manifest.labels().texts().isEmpty()) {
            predicate.set("labels", texts(manifest.labels().texts()));
        }
        predicate.set("metrics", metrics(manifest.metrics()));
        ArrayNode series = predicate.putArray("series");
        for (MetricSeries each : manifest.series()) {
            series.add(series(each));
        }
        ArrayNode expectations = predicate.putArray("expectations");
        for (Expectation expectation : manifest.expectations()) {
            expectations.add(expectation(expectation));
        }
        ArrayNode hazards = predicate.putArray("hazards");
        for (Hazard hazard : manifest.hazards()) {
            hazards.add(hazard(hazard));
        }
        predicate.set("resources", texts(manifest.resources()));
        predicate.set("resultDigest", sha256(manifest.resultDigest()));
        return statement;
    }

    ObjectNode definition(RunDefinition definition) {
        ObjectNode node = nodes.objectNode();
        node.put("buildType", RunDefinition.BUILD_TYPE);
        ObjectNode external = node.putObject("externalParameters");
        external.put("name", definition.name());
        external.putObject("entryPoint").set("mainClass", evidence(definition.mainClass()));
        external.set("arguments", texts(definition.arguments()));
        external.set("parameters", parameters(definition.parameters()));
        external.put("seed", definition.seed().toString());
        ObjectNode internal = node.putObject("internalParameters");
        internal.set("profile", profile(definition.profile()));
        internal.set("streams", texts(definition.streams()));
        internal.set("unpinned", texts(definition.unpinned()));
        ObjectNode environment = internal.putObject("environment");
        for (Map.Entry<String, Evidence<String>> fact : definition.environment().entrySet()) {
            environment.set(fact.getKey(), evidence(fact.getValue()));
        }
        node.set("resolvedDependencies", resources(definition.dependencies()));
        return node;
    }

    private ObjectNode profile(PinnedProfile profile) {
        ObjectNode node = nodes.objectNode();
        node.put("name", profile.name());
        node.put("threads", profile.threads());
        node.set("environment", texts(profile.environment()));
        node.set("jvmOptions", texts(profile.jvmOptions()));
        node.set("classPath", texts(profile.classPath()));
        node.put("workingDirectory", profile.workingDirectory());
        return node;
    }

    private ObjectNode details(RunDetails details) {
        ObjectNode node = nodes.objectNode();
        ObjectNode builder = node.putObject("builder");
        builder.put("id", RunDetails.BUILDER_ID);
        builder.set("version", texts(details.builderVersions()));
        ObjectNode metadata = node.putObject("metadata");
        metadata.put("invocationId", details.invocationId());
        metadata.put("startedOn", details.startedOn().toString());
        metadata.put("finishedOn", details.finishedOn().toString());
        metadata.put("status", details.status().name());
        if (details.cause().isPresent()) {
            metadata.put("cause", details.cause().get());
        }
        ArrayNode interruptions = metadata.putArray("interruptions");
        for (RunDetails.Interruption interruption : details.interruptions()) {
            interruptions.add(interruption(interruption));
        }
        node.set("byproducts", resources(details.byproducts()));
        return node;
    }

    private ObjectNode parent(Parent parent) {
        ObjectNode node = nodes.objectNode();
        node.put("kind", parent.kind());
        node.put("name", parent.name());
        node.set("digest", sha256(parent.digest()));
        return node;
    }

    private ObjectNode interruption(RunDetails.Interruption interruption) {
        ObjectNode node = nodes.objectNode();
        node.put("ended", interruption.ended());
        node.put("reached", interruption.reached());
        node.put("resumedOn", interruption.resumedOn().toString());
        node.put("resumedFrom", interruption.resumedFrom());
        return node;
    }

    ObjectNode parameters(Map<String, ParameterValue> parameters) {
        ObjectNode node = nodes.objectNode();
        for (Map.Entry<String, ParameterValue> parameter : parameters.entrySet()) {
            node.set(parameter.getKey(), parameter(parameter.getValue()));
        }
        return node;
    }

    private ObjectNode parameter(ParameterValue parameter) {
        ObjectNode node = nodes.objectNode();
        node.put("type", parameter.type());
        Object value = parameter.value();
        if (value instanceof Integer number) {
            node.put("value", number);
        } else if (value instanceof Boolean flag) {
            node.put("value", flag);
        } else if (value instanceof Double number) {
            putFloat(node, number);
        } else {
            node.put("value", parameter.text());
        }
        return node;
    }

    ArrayNode metrics(List<Metric> metrics) {
        ArrayNode node = nodes.arrayNode(metrics.size());
        for (Metric metric : metrics) {
            node.add(metric(metric));
        }
        return node;
    }

    private ObjectNode metric(Metric metric) {
        ObjectNode node = nodes.objectNode();
        node.put("name", metric.name());
        putFloat(node, metric.value());
        return node;
    }

    private ObjectNode series(MetricSeries series) {
        ObjectNode node = nodes.objectNode();
        node.put("name", series.name());
        node.put("count", series.count());
        node.set("first", point(series.first()));
        node.set("last", point(series.last()));
        if (series.minimum().isPresent()) {
            node.set("minimum", point(series.minimum().get()));
        }
        if (series.maximum().isPresent()) {
            node.set("maximum", point(series.maximum().get()));
        }
        node.set("digest", sha256(series.digest()));
        return node;
    }

    private ObjectNode point(MetricSeries.Point point) {
        ObjectNode node = nodes.objectNode();
        node.put("step", point.step());
        putFloat(node, point.value());
        return node;
    }

    private void putFloat(ObjectNode node, double value) {
        String decimal = FloatText.shortest(value);
        boolean isNumber = Double.isFinite(value) && !decimal.equals("-0.0");
        node.set("value", isNumber ? nodes.numberNode(new BigDecimal(decimal)) : nodes.textNode(decimal));
        node.put("bits", FloatText.bits(value));
    }

    private ObjectNode expectation(Expectation expectation) {
        ObjectNode node = nodes.objectNode();
        node.put("name", expectation.name());
        node.put("kind", expectation.kind().label());
        if (expectation.bound().isPresent()) {
            putFloat(node, expectation.bound().getAsDouble());
        }
        return node;
    }

    private ObjectNode hazard(Hazard hazard) {
        ObjectNode node = nodes.objectNode();
        node.put("kind", hazard.kind());
        node.put("class", hazard.className());
        node.put("line", hazard.line());
        node.put("count", hazard.count());
        node.put("treatment", hazard.treatment().name());
        node.put("advice", hazard.advice());
        return node;
    }

    private ArrayNode resources(List<Resource> resources) {
        ArrayNode node = nodes.arrayNode(resources.size());
        for (Resource resource : resources) {
            node.add(resource(resource));
        }
        return node;
    }

    private ObjectNode resource(Resource resource) {
        ObjectNode node = nodes.objectNode();
        node.put("name", resource.name());
        if (!resource.uri().isEmpty()) {
            node.put("uri", resource.uri());
        }
        node.set("digest", texts(resource.digest()));
        node.set("annotations", texts(resource.annotations()));
        return node;
    }

    private ObjectNode evidence(Evidence<String> evidence) {
        return evidence instanceof Evidence.Observed<String> observed
                ? nodes.objectNode().put("value", observed.value())
                : nodes.objectNode().put("unavailable", ((Evidence.Unavailable<String>) evidence).reason());
    }

    private ObjectNode sha256(Sha256 digest) {
        return nodes.objectNode().put("sha256", digest.hex());
    }

    private ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = nodes.objectNode();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            node.put(text.getKey(), text.getValue());
        }
        return node;
    }

    private ArrayNode texts(List<String> texts) {
        ArrayNode node = nodes.arrayNode(texts.size());
        for (String text : texts) {
            node.add(text);
        }
        return node;
    }
}
