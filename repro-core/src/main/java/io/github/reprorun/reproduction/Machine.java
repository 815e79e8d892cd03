package io.github.reprorun.reproduction;

import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.evidence.Evidence;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The facts of an environment that tell one machine from another and can decide about bits. Stateless. */
final class Machine {
    private static final Set<String> NAMES = Set.of(
            "accelerators",
            "cpu.flags.numeric",
            "cpu.instructions.jvm",
            "cpu.model",
            "jvm.vendor",
            "jvm.version",
            "libc",
            "os.arch",
            "os.name",
            "os.version");

    private Machine() {}

    /** Those that were observed, by name. */
    static SortedMap<String, String> facts(Map<String, Evidence<String>> environment) {
        NumericFacts numeric = NumericFacts.of(environment);
        SortedMap<String, String> facts = new TreeMap<>();
        environment.forEach((name, fact) -> {
            if (fact instanceof Evidence.Observed<String> observed
                    && (NAMES.contains(name) || numeric.contains(name))) {
                facts.put(name, observed.value());
            }
        });
        return facts;
    }
}
