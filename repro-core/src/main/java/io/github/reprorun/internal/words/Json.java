package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The documents that {@code --json} prints. Stateless. */
public final class Json {
    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static void print(PrintWriter out, ObjectNode document) {
        out.print(new String(ManifestJson.print(document), StandardCharsets.US_ASCII));
        out.flush();
    }

    public static ObjectNode refusal(RefusedException refused) {
        ObjectNode document = object();
        document.put("verdict", "REFUSED");
        ArrayNode problems = document.putArray("problems");
        addProblem(problems, refused);
        for (Throwable further : refused.getSuppressed()) {
            addProblem(problems, (RefusedException) further);
        }
        return document;
    }

    private static void addProblem(ArrayNode problems, RefusedException refused) {
        ObjectNode problem = problems.addObject();
        problem.put("subject", refused.subject());
        problem.put("expected", refused.expected());
        problem.put("actual", refused.actual());
    }

    public static void putComparison(ObjectNode document, Comparison comparison) {
        document.put("verdict", comparison.verdict().name());
        ArrayNode causes = document.putArray("causes");
        comparison.causes().forEach(cause -> causes.add(cause.name()));
        putScope(document, comparison);
        comparison.reason().ifPresent(reason -> document.put("reason", reason));
        if (!comparison.resumptions().isEmpty()) {
            ArrayNode resumptions = document.putArray("resumptions");
            comparison.resumptions().forEach(resumptions::add);
        }
        putDifferences(document.putArray("differences"), comparison.differences());
    }

    /** {@code resultDigest}, null if {@code manifest} is of a run without a result. */
    public static void putResult(ObjectNode run, Manifest manifest) {
        putOptional(run, "resultDigest", manifest.result().map(Sha256::hex));
    }

    static void putScope(ObjectNode document, Comparison comparison) {
        Comparison.Scope compared = comparison.compared();
        document.putObject("compared")
                .put("outputs", compared.outputs())
                .put("metrics", compared.metrics())
                .put("series", compared.series())
                .put("steps", compared.steps())
                .put("networks", compared.networks())
                .put("networksNotRead", compared.unread());
    }

    static void putDifferences(ArrayNode array, List<Difference> differences) {
        differences.forEach(difference -> array.add(difference(difference)));
    }

    private static ObjectNode difference(Difference difference) {
        ObjectNode node = object();
        node.put("aspect", difference.aspect().name());
        node.put("where", difference.where());
        putOptional(node, "expected", difference.expected());
        putOptional(node, "actual", difference.actual());
        difference.allowance().ifPresent(allowance -> {
            node.put("allowed", allowance.holds());
            node.put("allowance", allowance.text());
        });
        return node;
    }

    private static void putOptional(ObjectNode node, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> node.put(name, text), () -> node.putNull(name));
    }
}
