package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Compares steps of two traces, column by column in causal order. Columns that only one of them has, or that one has at
 * a different cadence and not at this step, do not count. Immutable, hence safe to share between threads.
 */
final class StepComparison {
    private static final String ABSENT = "absent";

    private record Pair(Column column, int expected, int actual, boolean sameCadence) {}

    private final List<Pair> pairs = new ArrayList<>();
    private final List<Column> onlyExpected = new ArrayList<>();
    private final List<Column> onlyActual;

    StepComparison(TraceHeader expected, TraceHeader actual) {
        onlyActual = new ArrayList<>(actual.columns());
        ColumnIndex index = new ColumnIndex(actual);
        for (int i = 0; i < expected.columns().size(); i++) {
            Column column = expected.columns().get(i);
            int found = index.find(column.quantity(), column.layered());
            if (found == ColumnIndex.ABSENT) {
                onlyExpected.add(column);
            } else {
                Column other = actual.columns().get(found);
                onlyActual.remove(other);
                pairs.add(new Pair(column.common(other), i, found, column.every() == other.every()));
            }
        }
    }

    List<Column> compared() {
        return pairs.stream().map(Pair::column).toList();
    }

    List<Column> onlyExpected() {
        return List.copyOf(onlyExpected);
    }

    List<Column> onlyActual() {
        return List.copyOf(onlyActual);
    }

    Optional<Divergence> compare(TraceRecord expected, TraceRecord actual) {
        if (!expected.network().isSameAs(actual.network())) {
            return Optional.of(Divergence.at(
                    expected, Phase.NETWORK, "network", text(expected.network()), text(actual.network())));
        }
        if (expected.iteration() != actual.iteration()
                || expected.epoch() != actual.epoch()
                || expected.substep() != actual.substep()) {
            return Optional.of(Divergence.at(expected, Phase.SEQUENCE, "step", place(expected), place(actual)));
        }
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            if (differs(pair, expected, actual)) {
                return Optional.of(describe(pair, expected, actual));
            }
        }
        return Optional.empty();
    }

    /** Where in a training {@code step} is, in words. */
    static String place(TraceRecord step) {
        return "network " + step.network().name() + ", iteration " + step.iteration() + ", epoch " + step.epoch()
                + ", sub-step " + step.substep();
    }

    private static boolean differs(Pair pair, TraceRecord expected, TraceRecord actual) {
        boolean both = expected.has(pair.expected()) && actual.has(pair.actual());
        if (!both) {
            return pair.sameCadence() && expected.has(pair.expected()) != actual.has(pair.actual());
        }
        return !differing(pair, expected, actual).isEmpty();
    }

    private static Divergence describe(Pair pair, TraceRecord expected, TraceRecord actual) {
        Quantity quantity = pair.column().quantity();
        boolean inExpected = expected.has(pair.expected());
        boolean inActual = actual.has(pair.actual());
        List<Integer> differing = inExpected && inActual ? differing(pair, expected, actual) : List.of();
        int first = differing.isEmpty() ? 0 : differing.get(0);
        List<String> names = expected.network().layers();
        List<String> layers =
                pair.column().layered() ? differing.stream().map(names::get).toList() : List.of();
        return Divergence.at(
                expected,
                quantity.phase(),
                quantity.label(),
                layers,
                inExpected ? text(quantity, expected.value(pair.expected(), first)) : ABSENT,
                inActual ? text(quantity, actual.value(pair.actual(), first)) : ABSENT);
    }

    /** The places with different values, in the order in which the quantity is computed. */
    private static List<Integer> differing(Pair pair, TraceRecord expected, TraceRecord actual) {
        List<Integer> differing = new ArrayList<>();
        for (int i = 0; i < expected.width(pair.expected()); i++) {
            if (expected.value(pair.expected(), i) != actual.value(pair.actual(), i)) {
                differing.add(i);
            }
        }
        if (pair.column().quantity() == Quantity.GRADIENT) {
            Collections.reverse(differing);
        }
        return differing;
    }

    private static String text(TracedNetwork network) {
        return network.name() + " with the layers " + network.layers();
    }

    private static String text(Quantity quantity, long value) {
        return quantity == Quantity.SCORE
                ? Double.longBitsToDouble(value) + " (0x" + Digest64.hex(value) + ")"
                : Digest64.hex(value);
    }
}
