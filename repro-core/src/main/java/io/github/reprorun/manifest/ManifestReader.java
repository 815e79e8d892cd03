package io.github.reprorun.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.seed.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From the tree of an in-toto Statement to values; it refuses a field that is missing or of a different type, by name.
 * It sets aside the fields that it does not know; {@link #unknown} has them. Confined to one thread.
 */
final class ManifestReader {
    private final String subject;
    private final UnknownFields unknown = new UnknownFields();

    ManifestReader(String subject) {
        this.subject = subject;
    }

    Manifest statement(JsonNode node) {
        unknown.know(node, "_type", "subject", "predicateType", "predicate");
        requireType(node);
        SortedMap<String, Sha256> subjects = new TreeMap<>();
        for (JsonNode entry : array(node, "subject")) {
            unknown.know(entry, "name", "digest");
            if (subjects.put(text(entry, "name"), sha256(field(entry, "digest"))) != null) {
                throw refusal("names a subject twice: " + text(entry, "name"));
            }
        }
        JsonNode predicate = field(node, "predicate");
        unknown.know(
                predicate,
                "critical",
                "buildDefinition",
                "runDetails",
                "parent",
                "labels",
                "metrics",
                "series",
                "expectations",
                "hazards",
                "resources",
                "resultDigest");
        return new Manifest(
                subjects,
                definition(field(predicate, "buildDefinition")),
                details(field(predicate, "runDetails")),
                list(predicate, "metrics", this::metric),
                list(predicate, "series", this::series),
                list(predicate, "expectations", this::expectation),
                list(predicate, "hazards", this::hazard),
                texts(predicate, "resources"),
                sha256(field(predicate, "resultDigest")),
                predicate.has("parent") ? Optional.of(parent(field(predicate, "parent"))) : Optional.empty(),
                predicate.has("labels") ? labels(predicate) : Labels.NONE,
                new NewerFields(critical(predicate), List.of()));
    }

    /** The fields in {@code node} that were not known while it was read. */
    List<NewerFields.Field> unknown(JsonNode node) {
        return unknown.in(node);
    }

    /**
     * Checks, before relying on anything else in {@code node}, whether this version may judge it.
     *
     * @throws NotUnderstoodException if the statement says that its reader must understand something that this version
     *     does not
     */
    void requireUnderstood(JsonNode node) {
        requireType(node);
        JsonNode predicate = field(node, "predicate");
        SortedSet<String> names = new NewerFields(critical(predicate), List.of()).notUnderstood();
        if (!names.isEmpty()) {
            throw new NotUnderstoodException(subject, names, writer(predicate));
        }
    }

    private void requireType(JsonNode node) {
        require("_type", text(node, "_type"), ManifestWriter.STATEMENT_TYPE);
        require("predicateType", text(node, "predicateType"), Manifest.PREDICATE_TYPE);
    }

    /** The version that claims to have written it, in a form that this version may not know. */
    private static String writer(JsonNode predicate) {
        String versions = predicate.at("/runDetails/builder/version").properties().stream()
                .map(version -> version.getKey() + " " + version.getValue().asText())
                .collect(Collectors.joining(", "));
        return versions.isEmpty() ? "a version that does not name itself" : versions;
    }

    private SortedSet<String> critical(JsonNode predicate) {
        if (!predicate.has("critical")) {
            return Collections.emptySortedSet();
        }
        SortedSet<String> names = new TreeSet<>();
        for (String name : list(predicate, "critical", entry -> asText("critical", entry))) {
            if (!names.add(name)) {
                throw refusal("its critical has a name twice: " + name);
            }
            requirePresent(predicate, name);
        }
        if (names.isEmpty()) {
            throw refusal("its critical is empty, instead of absent");
        }
        return names;
    }

    /** A name that this version knows stands for a field of the predicate. */
    private void requirePresent(JsonNode predicate, String name) {
        if (NewerFields.UNDERSTOOD.contains(name) && !predicate.has(name.substring("predicate.".length()))) {
            throw refusal("its critical names " + name + ", which it does not have");
        }
    }

    private Parent parent(JsonNode node) {
        unknown.know(node, "kind", "name", "digest");
        return new Parent(text(node, "kind"), text(node, "name"), sha256(field(node, "digest")));
    }

    private Labels labels(JsonNode predicate) {
        Labels labels = new Labels(texts(predicate, "labels"));
        if (labels.texts().isEmpty()) {
            throw refusal("its labels are empty, instead of absent");
        }
        return labels;
    }

    RunDefinition definition(JsonNode node) {
        unknown.know(node, "buildType", "externalParameters", "internalParameters", "resolvedDependencies");
        JsonNode external = field(node, "externalParameters");
        JsonNode internal = field(node, "internalParameters");
        JsonNode entryPoint = field(external, "entryPoint");
        unknown.know(external, "name", "entryPoint", "arguments", "parameters", "seed");
        unknown.know(internal, "profile", "streams", "unpinned", "environment");
        unknown.know(entryPoint, "mainClass");
        return new RunDefinition(
                text(external, "name"),
                evidence(field(entryPoint, "mainClass")),
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
        unknown.know(node, "name", "threads", "environment", "jvmOptions", "classPath", "workingDirectory");
        return new PinnedProfile(
                text(node, "name"),
                wholeInt(node, "threads"),
                texts(node, "environment"),
                list(node, "jvmOptions", entry -> asText("jvmOptions", entry)),
                list(node, "classPath", entry -> asText("classPath", entry)),
                text(node, "workingDirectory"));
    }

    private RunDetails details(JsonNode node) {
        unknown.know(node, "builder", "metadata", "byproducts");
        JsonNode builder = field(node, "builder");
        JsonNode metadata = field(node, "metadata");
        unknown.know(builder, "id", "version");
        unknown.know(metadata, "invocationId", "startedOn", "finishedOn", "status", "cause", "interruptions");
        return new RunDetails(
                texts(builder, "version"),
                text(metadata, "invocationId"),
                Instant.parse(text(metadata, "startedOn")),
                Instant.parse(text(metadata, "finishedOn")),
                constant(RunStatus.values(), metadata, "status"),
                metadata.has("cause") ? Optional.of(text(metadata, "cause")) : Optional.empty(),
                list(metadata, "interruptions", this::interruption),
                list(node, "byproducts", this::resource));
    }

    private RunDetails.Interruption interruption(JsonNode node) {
        unknown.know(node, "ended", "reached", "resumedOn", "resumedFrom");
        return new RunDetails.Interruption(
                text(node, "ended"),
                text(node, "reached"),
                Instant.parse(text(node, "resumedOn")),
                text(node, "resumedFrom"));
    }

    private ParameterValue parameter(JsonNode node) {
        unknown.know(node, "type", "value", "bits");
        String type = text(node, "type");
        if (type.equals("double")) {
            return new ParameterValue.DoubleValue(FloatText.fromBits(subject, text(node, "bits")));
        }
        return ParameterValue.parse(subject, type, field(node, "value").asText());
    }

    private Metric metric(JsonNode node) {
        unknown.know(node, "name", "value", "bits");
        return new Metric(text(node, "name"), FloatText.fromBits(subject, text(node, "bits")));
    }

    private MetricSeries series(JsonNode node) {
        unknown.know(node, "name", "count", "first", "last", "minimum", "maximum", "digest");
        return new MetricSeries(
                text(node, "name"),
                number(node, "count"),
                point(field(node, "first")),
                point(field(node, "last")),
                extreme(node, "minimum"),
                extreme(node, "maximum"),
                sha256(field(node, "digest")));
    }

    private Optional<MetricSeries.Point> extreme(JsonNode node, String name) {
        return node.has(name) ? Optional.of(point(node.get(name))) : Optional.empty();
    }

    private MetricSeries.Point point(JsonNode node) {
        unknown.know(node, "step", "value", "bits");
        return new MetricSeries.Point(number(node, "step"), FloatText.fromBits(subject, text(node, "bits")));
    }

    private Expectation expectation(JsonNode node) {
        unknown.know(node, "name", "kind", "value", "bits");
        return new Expectation(
                text(node, "name"),
                Expectation.Kind.labelled(text(node, "kind")),
                node.has("bits")
                        ? OptionalDouble.of(FloatText.fromBits(subject, text(node, "bits")))
                        : OptionalDouble.empty());
    }

    private Hazard hazard(JsonNode node) {
        unknown.know(node, "kind", "class", "line", "count", "treatment", "advice");
        return new Hazard(
                text(node, "kind"),
                text(node, "class"),
                wholeInt(node, "line"),
                number(node, "count"),
                constant(Hazard.Treatment.values(), node, "treatment"),
                text(node, "advice"));
    }

    private Resource resource(JsonNode node) {
        unknown.know(node, "name", "uri", "digest", "annotations");
        return new Resource(
                text(node, "name"),
                node.has("uri") ? text(node, "uri") : "",
                texts(node, "digest"),
                texts(node, "annotations"));
    }

    private Evidence<String> evidence(JsonNode node) {
        unknown.know(node, "value", "unavailable");
        return node.has("value")
                ? Evidence.observed(text(node, "value"))
                : Evidence.unavailable(text(node, "unavailable"));
    }

    private Sha256 sha256(JsonNode node) {
        unknown.know(node, "sha256");
        return new Sha256(text(node, "sha256"));
    }

    private SortedMap<String, String> texts(JsonNode node, String name) {
        return object(node, name, entry -> asText(name, entry));
    }

    private <T> SortedMap<String, T> object(JsonNode node, String name, Function<JsonNode, T> read) {
        JsonNode object = field(node, name);
        if (!object.isObject()) {
            throw refusal("its " + name + " is not an object");
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
            throw refusal("its " + name + " is not a list");
        }
        return array;
    }

    private <E extends Enum<E>> E constant(E[] known, JsonNode node, String name) {
        String text = text(node, name);
        for (E each : known) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw refusal("its " + name + " is \"" + text + "\", expected one of " + Arrays.toString(known));
    }

    private long number(JsonNode node, String name) {
        JsonNode number = field(node, name);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw refusal("its " + name + " is not a whole number");
        }
        return number.longValue();
    }

    private int wholeInt(JsonNode node, String name) {
        long number = number(node, name);
        if (number != (int) number) {
            throw refusal("its " + name + " is too large");
        }
        return (int) number;
    }

    private String text(JsonNode node, String name) {
        return asText(name, field(node, name));
    }

    private String asText(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw refusal("its " + name + " is not text");
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
        return new UnreadableException(subject, "is not a manifest of a run: " + problem);
    }
}
