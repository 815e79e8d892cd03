package io.github.reprorun.reproduction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reproduction as an in-toto Statement v1 whose predicate is a <a
 * href="https://slsa.dev/spec/v1.1/verification_summary">verification summary</a>: any tool that reads those finds the
 * subject, the verifier, the time and {@code PASSED} or {@code FAILED}. The field {@code reprorun_reproduction} has what only
 * this library knows. A reader ignores fields that it does not know, as in-toto asks. Stateless.
 */
final class ReproductionStatement {
    private static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    private static final String VERIFIER = "https://reprorun.github.io/rerun/v1";
    private static final String POLICY = "https://reprorun.github.io/policy/reproduced/v1";
    private static final String LEVEL = "REPRORUN_";
    private static final String OURS = "reprorun_reproduction";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String subject;

    private ReproductionStatement(String subject) {
        this.subject = subject;
    }

    static ObjectNode tree(Reproduction reproduction) {
        ObjectNode statement = NODES.objectNode();
        statement.put("_type", STATEMENT_TYPE);
        ObjectNode manifest = statement.putArray("subject").addObject();
        manifest.put("name", Manifest.FILE_NAME);
        manifest.putObject("digest").put("sha256", reproduction.original().hex());
        statement.put("predicateType", Reproduction.PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        predicate.putObject("verifier").put("id", VERIFIER);
        predicate.put("timeVerified", reproduction.finishedOn().toString());
        predicate.put("resourceUri", "urn:sha256:" + reproduction.original().hex());
        predicate.putObject("policy").put("uri", POLICY);
        ArrayNode inputs = predicate.putArray("inputAttestations");
        input(inputs, Manifest.FILE_NAME, reproduction.original());
        input(inputs, reproduction.rerunId() + "/" + Manifest.FILE_NAME, reproduction.rerun());
        predicate.put("verificationResult", reproduction.confirms() ? "PASSED" : "FAILED");
        predicate
                .putArray("verifiedLevels")
                .add(reproduction.confirms() ? LEVEL + reproduction.verdict().name() : "FAILED");
        predicate.set(OURS, ours(reproduction));
        return statement;
    }

    private static void input(ArrayNode inputs, String uri, Sha256 digest) {
        ObjectNode input = inputs.addObject();
        input.put("uri", uri);
        input.putObject("digest").put("sha256", digest.hex());
    }

    private static ObjectNode ours(Reproduction reproduction) {
        ObjectNode node = NODES.objectNode();
        node.put("verdict", reproduction.verdict().name());
        node.put("statement", reproduction.statement());
        node.set("compared", compared(reproduction.compared()));
        reproduction.tolerances().forEach(node.putArray("tolerances")::add);
        reproduction.resumptions().forEach(node.putArray("resumptions")::add);
        reproduction.acceptedCode().forEach(node.putArray("acceptedCode")::add);
        ObjectNode rerun = node.putObject("rerun");
        rerun.put("id", reproduction.rerunId());
        rerun.put("manifestDigest", reproduction.rerun().hex());
        reproduction.result().ifPresent(result -> rerun.put("resultDigest", result.hex()));
        reproduction.divergence().ifPresent(found -> node.set("divergence", divergence(found)));
        ArrayNode causes = node.putArray("causes");
        reproduction.causes().forEach(cause -> causes.add(cause.name()));
        ObjectNode machine = node.putObject("machine");
        reproduction.machine().forEach(machine::put);
        return node;
    }

    private static ObjectNode compared(Comparison.Scope compared) {
        ObjectNode node = NODES.objectNode();
        node.put("outputs", compared.outputs());
        node.put("metrics", compared.metrics());
        node.put("series", compared.series());
        node.put("steps", compared.steps());
        node.put("networks", compared.networks());
        node.put("unread", compared.unread());
        return node;
    }

    private static ObjectNode divergence(Divergence divergence) {
        ObjectNode node = NODES.objectNode();
        node.put("network", divergence.network());
        node.put("iteration", divergence.iteration());
        node.put("epoch", divergence.epoch());
        node.put("substep", divergence.substep());
        node.put("phase", divergence.phase().name());
        node.put("quantity", divergence.quantity());
        divergence.layers().forEach(node.putArray("layers")::add);
        node.put("expected", divergence.expected());
        node.put("actual", divergence.actual());
        return node;
    }

    /**
     * Reads a statement.
     *
     * @param subject names it in failures
     * @throws UnreadableException if it is not a reproduction
     */
    static Reproduction read(String subject, byte[] json) {
        ReproductionStatement reader = new ReproductionStatement(subject);
        try {
            return reader.reproduction(JsonTree.parse(json));
        } catch (IOException e) {
            throw reader.refusal("is not JSON", e);
        } catch (IllegalArgumentException | DateTimeException | UsageException e) {
            throw reader.refusal("has a value that no reproduction has: " + e.getMessage(), e);
        }
    }

    private Reproduction reproduction(JsonNode statement) {
        requireText(statement, "_type", STATEMENT_TYPE);
        requireText(statement, "predicateType", Reproduction.PREDICATE_TYPE);
        JsonNode subjects = statement.path("subject");
        if (!subjects.isArray() || subjects.size() != 1) {
            throw refusal("has no list of one subject, the manifest", null);
        }
        JsonNode predicate = statement.path("predicate");
        JsonNode ours = predicate.path(OURS);
        JsonNode rerun = ours.path("rerun");
        Reproduction reproduction = new Reproduction(
                new Sha256(text(subjects.get(0).path("digest"), "sha256")),
                new Sha256(text(rerun, "manifestDigest")),
                text(rerun, "id"),
                Instant.parse(text(predicate, "timeVerified")),
                Verdict.valueOf(text(ours, "verdict")),
                text(ours, "statement"),
                comparedOf(ours.path("compared")),
                texts(ours, "tolerances"),
                texts(ours, "resumptions"),
                texts(ours, "acceptedCode"),
                rerun.has("resultDigest") ? Optional.of(new Sha256(text(rerun, "resultDigest"))) : Optional.empty(),
                ours.has("divergence") ? Optional.of(divergenceOf(ours.get("divergence"))) : Optional.empty(),
                texts(ours, "causes").stream().map(Aspect::valueOf).toList(),
                machine(ours.path("machine")));
        requireText(predicate, "verificationResult", reproduction.confirms() ? "PASSED" : "FAILED");
        return reproduction;
    }

    private Comparison.Scope comparedOf(JsonNode node) {
        JsonNode steps = node.path("steps");
        if (!steps.canConvertToLong() || !steps.isIntegralNumber()) {
            throw refusal("has no whole number called steps", null);
        }
        return new Comparison.Scope(
                number(node, "outputs"),
                number(node, "metrics"),
                number(node, "series"),
                steps.longValue(),
                number(node, "networks"),
                number(node, "unread"));
    }

    private Divergence divergenceOf(JsonNode node) {
        return new Divergence(
                text(node, "network"),
                number(node, "iteration"),
                number(node, "epoch"),
                number(node, "substep"),
                Phase.valueOf(text(node, "phase")),
                text(node, "quantity"),
                texts(node, "layers"),
                text(node, "expected"),
                text(node, "actual"));
    }

    private SortedMap<String, String> machine(JsonNode node) {
        SortedMap<String, String> machine = new TreeMap<>();
        node.fieldNames().forEachRemaining(name -> machine.put(name, text(node, name)));
        return machine;
    }

    private void requireText(JsonNode node, String name, String expected) {
        String actual = text(node, name);
        if (!actual.equals(expected)) {
            throw refusal("has the " + name + " " + actual + " instead of " + expected, null);
        }
    }

    private String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw refusal("has no text called " + name, null);
        }
        return value.textValue();
    }

    private int number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isInt()) {
            throw refusal("has no whole number called " + name, null);
        }
        return value.intValue();
    }

    private List<String> texts(JsonNode node, String name) {
        JsonNode values = node.path(name);
        List<String> texts = new ArrayList<>();
        if (!values.isArray()) {
            throw refusal("has no list called " + name, null);
        }
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw refusal("has something in the list " + name + " that is no text", null);
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    private UnreadableException refusal(String problem, @Nullable Exception cause) {
        return new UnreadableException(subject, problem, cause);
    }
}
