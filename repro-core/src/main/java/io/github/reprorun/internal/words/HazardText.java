package io.github.reprorun.internal.words;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Hazards as advice, those that were not held first: each kind once, with the code to write instead and the places to
 * change. Stateless.
 */
final class HazardText {
    /** In the order in which they are printed. */
    private static final Map<Treatment, String> HEADINGS = headings();

    private HazardText() {}

    private static Map<Treatment, String> headings() {
        Map<Treatment, String> headings = new LinkedHashMap<>();
        headings.put(Treatment.UNCONTROLLED, "not held: the next run may give a different result");
        headings.put(Treatment.REFUSED, "not allowed to happen");
        headings.put(Treatment.SEEDED, "given a seed of the run: unseeded without this library");
        headings.put(Treatment.PINNED, "held to one behaviour: any without this library");
        return headings;
    }

    /** Passes each line of the advice on {@code hazards} to {@code line}. */
    static void print(List<Hazard> hazards, Consumer<String> line) {
        HEADINGS.forEach((treatment, heading) -> {
            List<Hazard> alike = hazards.stream()
                    .filter(hazard -> hazard.treatment() == treatment)
                    .toList();
            if (!alike.isEmpty()) {
                line.accept("hazards " + heading);
                byAdvice(alike).forEach((advice, places) -> print(advice, places, line));
            }
        });
    }

    private static Map<Advice, List<Hazard>> byAdvice(List<Hazard> hazards) {
        return hazards.stream()
                .collect(Collectors.groupingBy(
                        hazard -> new Advice(hazard.kind(), hazard.advice()), TreeMap::new, Collectors.toList()));
    }

    private static void print(Advice advice, List<Hazard> places, Consumer<String> line) {
        line.accept("  " + advice.kind() + ": " + advice.text());
        for (Hazard place : places) {
            line.accept("      " + place.place() + ", " + (place.count() == 1 ? "once" : place.count() + " times"));
        }
    }

    private record Advice(String kind, String text) implements Comparable<Advice> {
        @Override
        public int compareTo(Advice other) {
            return Comparator.comparing(Advice::kind)
                    .thenComparing(Advice::text)
                    .compare(this, other);
        }
    }
}
