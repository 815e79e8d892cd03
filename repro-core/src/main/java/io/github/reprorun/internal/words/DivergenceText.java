package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Attribution;
import io.github.reprorun.trace.Divergence;
import java.io.PrintWriter;

/** The place where two trainings diverge, for people and as JSON. Stateless. */
public final class DivergenceText {
    private DivergenceText() {}

    public static void print(PrintWriter out, FirstDivergence found) {
        found.explanation().ifPresent(text -> out.println(OneLine.of(text)));
        found.divergence().ifPresent(divergence -> {
            out.println("  expected  " + OneLine.of(divergence.expected()));
            out.println("  actual    " + OneLine.of(divergence.actual()));
        });
    }

    public static void put(ObjectNode document, FirstDivergence found) {
        found.divergence()
                .ifPresentOrElse(
                        divergence -> document.set("firstDivergence", json(found, divergence)),
                        () -> document.putNull("firstDivergence"));
    }

    private static ObjectNode json(FirstDivergence found, Divergence divergence) {
        ObjectNode node = Json.object();
        node.put("network", divergence.network());
        node.put("iteration", divergence.iteration());
        node.put("epoch", divergence.epoch());
        divergence.layer().ifPresentOrElse(layer -> node.put("layer", layer), () -> node.putNull("layer"));
        divergence.layers().forEach(node.putArray("layers")::add);
        node.put("quantity", divergence.quantity());
        node.put("phase", divergence.phase().name());
        found.traces()
                .bracket()
                .ifPresent(bracket ->
                        node.putObject("bracket").put("from", bracket.from()).put("to", bracket.to()));
        Attribution attribution = found.attribution().orElseThrow();
        node.put("cause", attribution.cause().name());
        found.explanation().ifPresent(text -> node.put("explanation", text));
        Json.putDifferences(node.putArray("evidence"), attribution.evidence());
        node.put("expected", divergence.expected());
        node.put("actual", divergence.actual());
        return node;
    }
}
