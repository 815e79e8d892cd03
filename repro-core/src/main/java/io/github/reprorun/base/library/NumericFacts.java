package io.github.reprorun.base.library;

import io.github.reprorun.evidence.Evidence;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The facts of an environment that decide about the last bits of results. The environment itself shows which they are,
 * so that every reader of a manifest, on any machine and with any libraries, comes to the same answer: all facts of a
 * library that states its BLAS or the digest of a fixed computation ({@code X.blas.…}, {@code X.canary.…}), and those
 * that the fact {@code library.X.numerics} names. Immutable, hence safe to share between threads.
 *
 * @param prefixes the prefixes of the names of such facts
 */
public record NumericFacts(Set<String> prefixes) {
    private static final String DECLARED = "library.";
    private static final String NUMERICS = ".numerics";

    /** The prefix of the JVM's facts, of which only some are numeric; the rest describe the machine. */
    private static final String JVM = "jvm";

    /** A library's opinion about the processor, whatever its own code was compiled for. */
    private static final String OPTIMAL_LEVEL = ".optimalLevel";

    /** Copies what it is given. */
    public NumericFacts {
        prefixes = Set.copyOf(prefixes);
    }

    /** The numeric facts of one environment. */
    public static NumericFacts of(Map<String, Evidence<String>> environment) {
        Set<String> prefixes = new TreeSet<>();
        prefixes.add(JVM + ".canary.");
        for (Map.Entry<String, Evidence<String>> fact : environment.entrySet()) {
            String name = fact.getKey();
            String library = name.substring(0, Math.max(0, name.indexOf('.')));
            if (isOfNumerics(library, name) && !library.equals(JVM)) {
                prefixes.add(library + ".");
            }
            if (isDeclaration(name) && fact.getValue() instanceof Evidence.Observed<String> declared) {
                Collections.addAll(prefixes, declared.value().split(" "));
            }
        }
        prefixes.remove("");
        return new NumericFacts(prefixes);
    }

    private static boolean isOfNumerics(String library, String name) {
        return !library.isEmpty()
                && (name.startsWith(".blas.", library.length()) || name.startsWith(".canary.", library.length()));
    }

    /** These facts and {@code others}. */
    public NumericFacts and(NumericFacts others) {
        Set<String> all = new TreeSet<>(prefixes);
        all.addAll(others.prefixes);
        return new NumericFacts(all);
    }

    /** Whether the fact called {@code name} is numeric. */
    public boolean contains(String name) {
        return !name.endsWith(OPTIMAL_LEVEL) && prefixes.stream().anyMatch(name::startsWith);
    }

    /** Whether the fact called {@code name} says which facts are numeric, and nothing about the machine. */
    public static boolean isDeclaration(String name) {
        return name.startsWith(DECLARED) && name.endsWith(NUMERICS);
    }

    /**
     * The facts to add to {@code facts} so that readers recognise the facts that {@code libraries} call numeric; none
     * if they already do.
     */
    public static SortedMap<String, Evidence<String>> declarations(
            Iterable<LibraryDescriptor> libraries, Map<String, Evidence<String>> facts) {
        NumericFacts known = of(facts);
        SortedMap<String, Evidence<String>> declarations = new TreeMap<>();
        for (LibraryDescriptor library : libraries) {
            Set<String> unknown = new TreeSet<>(library.numericFacts());
            unknown.removeIf(prefix -> known.prefixes.contains(prefix)
                    || facts.keySet().stream().noneMatch(name -> name.startsWith(prefix)));
            if (!unknown.isEmpty()) {
                declarations.put(DECLARED + library.name() + NUMERICS, Evidence.observed(String.join(" ", unknown)));
            }
        }
        return declarations;
    }
}
