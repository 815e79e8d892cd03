package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.bisect.Bisection;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.tensor.TensorDifference;
import java.io.PrintWriter;
import java.util.Locale;

/** The place where two runs diverged, for people and as JSON. Stateless. */
public final class BisectText {
    private static final int WIDTH = 10;

    private BisectText() {}

    public static void print(PrintWriter out, Bisection.Result result) {
        FirstDivergence first = result.first();
        if (first.divergence().isEmpty()) {
            out.println("the traces are equal in " + first.traces().steps() + " steps, and so is what the runs made");
        }
        first.divergence().ifPresent(divergence -> {
            out.println(OneLine.of(first.explanation().orElseThrow()));
            first.attribution().orElseThrow().evidence().stream()
                    .skip(1)
                    .forEach(also -> entry(out, "also", text(also)));
            result.replays()
                    .array()
                    .ifPresentOrElse(
                            array -> print(out, array), () -> values(out, divergence.expected(), divergence.actual()));
            print(out, result.replays());
        });
        out.println(first.comparison().verdictLine());
    }

    private static void print(PrintWriter out, Bisection.ArrayDifference array) {
        TensorDifference difference = array.difference();
        entry(
                out,
                "array",
                array.quantity() + " of " + array.name() + ": " + count(difference.differing()) + " of "
                        + count(difference.elements()) + " elements differ"
                        + (difference.firstIndex().isEmpty() ? "" : ", the first at " + difference.firstIndex()));
        values(out, difference.expected(), difference.actual());
        difference.largestAbsolute().ifPresent(largest -> {
            String ulps = difference.largestUlps().isPresent()
                    ? ", " + count(difference.largestUlps().getAsLong()) + " units in the last place"
                    : "";
            entry(out, "apart", "at most " + largest + ulps);
        });
    }

    private static void print(PrintWriter out, Bisection.Replays replays) {
        switch (replays.outcome()) {
            case REPLAYED -> entry(out, "replayed", "both, up to this step; each gave its own trace again");
            case NOT_REPLAYED -> entry(out, "no replay", replays.reason());
            case NOT_REPRODUCED, NOT_NEEDED -> {
                // The explanation already says it.
            }
        }
    }

    private static void values(PrintWriter out, String expected, String actual) {
        entry(out, "expected", expected);
        entry(out, "actual", actual);
    }

    private static void entry(PrintWriter out, String name, String value) {
        out.println(OneLine.of("  " + name + " ".repeat(WIDTH - name.length()) + value));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(Difference difference) {
        return difference.where() + ": " + difference.expected().orElse("nothing") + " against "
                + difference.actual().orElse("nothing");
    }

    public static ObjectNode document(Bisection.Result result) {
        FirstDivergence first = result.first();
        ObjectNode document = Json.object();
        document.put("verdict", first.verdict().name());
        ArrayNode causes = document.putArray("causes");
        first.comparison().causes().forEach(cause -> causes.add(cause.name()));
        Json.putScope(document, first.comparison());
        first.comparison().reason().ifPresent(reason -> document.put("reason", reason));
        DivergenceText.put(document, first);
        document.set("replay", json(result.replays()));
        return document;
    }

    private static ObjectNode json(Bisection.Replays replays) {
        ObjectNode node = Json.object();
        node.put("outcome", replays.outcome().name());
        node.put("reason", replays.reason());
        replays.array().ifPresent(array -> {
            TensorDifference difference = array.difference();
            node.put("quantity", array.quantity());
            node.put("name", array.name());
            node.put("elements", difference.elements());
            node.put("differing", difference.differing());
            difference.firstIndex().forEach(node.putArray("firstIndex")::add);
            difference
                    .largestAbsolute()
                    .ifPresentOrElse(
                            largest -> node.put("largestAbsolute", largest), () -> node.putNull("largestAbsolute"));
            difference
                    .largestUlps()
                    .ifPresentOrElse(ulps -> node.put("largestUlps", ulps), () -> node.putNull("largestUlps"));
            node.put("expected", difference.expected());
            node.put("actual", difference.actual());
        });
        return node;
    }
}
