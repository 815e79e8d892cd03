package io.github.reprorun.compare;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order of lists where it decides: of two jars that have a class, the first on the class path gives it,
 * and of two options that contradict each other, the JVM takes the last. An entry that only one run has says nothing
 * about the order. Stateless.
 */
final class ListOrder {
    private static final String DEPENDENCIES = "predicate.buildDefinition.resolvedDependencies.order";
    private static final String OPTIONS = "predicate.buildDefinition.internalParameters.profile.jvmOptions.order";

    private ListOrder() {}

    static List<Difference> differences(Manifest expected, Manifest actual, List<CodeComparison> code) {
        List<Difference> differences = new ArrayList<>();
        code.stream().flatMap(each -> each.swapped().stream()).forEach(swap -> {
            String first = FlatManifest.nameOf(swap.first());
            String second = FlatManifest.nameOf(swap.second());
            differences.add(new Difference(
                    Aspect.CODE,
                    DEPENDENCIES,
                    Optional.of(first + " before " + second),
                    Optional.of(second + " before " + first)));
        });
        difference(Aspect.ENVIRONMENT, OPTIONS, options(expected), options(actual))
                .ifPresent(differences::add);
        return differences;
    }

    /** The first two entries that both have, but in a different order. */
    private static Optional<Difference> difference(
            Aspect aspect, String where, List<String> expected, List<String> actual) {
        List<String> before = new ArrayList<>(expected);
        List<String> after = new ArrayList<>(actual);
        before.retainAll(actual);
        after.retainAll(expected);
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            String first = before.get(i);
            String other = after.get(i);
            if (!first.equals(other)) {
                return Optional.of(new Difference(
                        aspect,
                        where,
                        Optional.of(first + " before " + other),
                        Optional.of(other + " before " + first)));
            }
        }
        return Optional.empty();
    }

    private static List<String> options(Manifest manifest) {
        return manifest.definition().profile().jvmOptions().stream()
                .map(FlatManifest::nameOfOption)
                .toList();
    }
}
