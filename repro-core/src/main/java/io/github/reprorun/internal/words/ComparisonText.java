package io.github.reprorun.internal.words;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison for people: kind, place, expected and actual value, the causes first. Stateless. */
public final class ComparisonText {
    /** The common beginning of places in a manifest; the rest still distinguishes them. */
    private static final Pattern PREFIX = Pattern.compile(
            "^predicate\\.(buildDefinition\\.(externalParameters\\.|internalParameters\\.)?|runDetails\\.)?");

    private ComparisonText() {}

    public static void print(PrintWriter out, Comparison comparison) {
        @Nullable Aspect aspect = null;
        for (Difference difference : comparison.differences()) {
            if (difference.aspect() != aspect) {
                aspect = difference.aspect();
                out.println(aspect);
            }
            out.println("  " + OneLine.of(PREFIX.matcher(difference.where()).replaceFirst("")));
            out.println("    expected  " + OneLine.of(difference.expected().orElse("(absent)")));
            out.println("    actual    " + OneLine.of(difference.actual().orElse("(absent)")));
            difference
                    .allowance()
                    .ifPresent(allowance -> out.println(
                            (allowance.holds() ? "    allowed   " : "    exceeds   ") + OneLine.of(allowance.text())));
        }
        if (!comparison.causes().isEmpty()) {
            out.println("likely causes: "
                    + comparison.causes().stream().map(Aspect::name).collect(Collectors.joining(", ")));
        }
    }
}
