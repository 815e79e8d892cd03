package io.github.reprorun.compare;

import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order of lists whose entries are compared by name: of two jars that have a class, the first on the class path gives it,
 * and of two options that contradict each other, the JVM takes the last. An entry that only one run has says nothing
 * about the order. Stateless.
 */
final class ListOrder {
    private static final String DEPENDENCIES = "predicate.buildDefinition.resolvedDependencies.order";
    private static final String OPTIONS = "predicate.buildDefinition.internalParameters.profile.jvmOptions.order";

    private ListOrder() {}

    static List<Difference> differences(Manifest expected, Manifest actual) {
        List<Difference> differences = new ArrayList<>();
        difference(Aspect.CODE, DEPENDENCIES, code(expected), code(actual)).ifPresent(differences::add);
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

    private static List<String> code(Manifest manifest) {
        return manifest.definition().dependencies().stream()
                .filter(resource -> List.of(RunDefinition.KIND_JAR, RunDefinition.KIND_CLASSES)
                        .contains(resource.annotations().getOrDefault(RunDefinition.KIND, "")))
                .map(FlatManifest::nameOf)
                .toList();
    }

    private static List<String> options(Manifest manifest) {
        return manifest.definition().profile().jvmOptions().stream()
                .map(FlatManifest::nameOfOption)
                .toList();
    }
}
