package io.github.reprorun.internal.run;

import io.github.reprorun.base.library.NumericFacts;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnsupportedMachineException;
import io.github.reprorun.internal.environment.Instructions;
import io.github.reprorun.manifest.PinnedProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks before training whether this machine can give the requested bits. Stateless. */
public final class ProcessorCheck {
    private static final Set<String> X86 = Set.of("amd64", "x86_64");
    private static final Set<String> ARM = Set.of("aarch64", "arm64");
    private static final int AVX2 = 2;
    private static final int SSE4 = 4;

    private ProcessorCheck() {}

    /**
     * Refuses a processor that would crash in the first matrix product: {@code OPENBLAS_CORETYPE} makes OpenBLAS use the
     * kernels of that processor without asking.
     *
     * @throws UnsupportedMachineException if the profile's kernels need instructions that the processor lacks
     */
    public static void requireInstructions(PinnedProfile profile, Instructions here) {
        String kernels = profile.environment().getOrDefault("OPENBLAS_CORETYPE", "");
        switch (kernels) {
            case "Haswell" -> {
                requireArchitecture(profile, kernels, X86, here);
                if (here.level("UseAVX").orElse(AVX2) < AVX2) {
                    throw new UnsupportedMachineException(
                            "this processor",
                            "has no AVX2, which the portable profile needs; the baseline profile gives the same bits here"
                                    + " and on newer processors, more slowly");
                }
            }
            case "Nehalem" -> {
                requireArchitecture(profile, kernels, X86, here);
                if (here.level("UseSSE").orElse(SSE4) < SSE4) {
                    throw new UnsupportedMachineException(
                            "this processor",
                            "has no SSE4, which the baseline profile needs; the host profile trains here, with bits of"
                                    + " its own");
                }
            }
            case "ARMV8" -> requireArchitecture(profile, kernels, ARM, here);
            default -> {
                // The profile names no kernels, or a user who knows them does.
            }
        }
    }

    private static void requireArchitecture(
            PinnedProfile profile, String kernels, Set<String> architectures, Instructions here) {
        if (!architectures.contains(here.architecture().toLowerCase(Locale.ROOT))) {
            throw new UnsupportedMachineException(
                    "this processor",
                    "is " + here.architecture() + "; the " + profile.name() + " profile names kernels of "
                            + String.join(
                                    " or ", architectures.stream().sorted().toList()) + ", " + kernels);
        }
    }

    /** The observed facts of native numerics, and of the JVM's own. */
    public static SortedMap<String, String> numerics(Map<String, Evidence<String>> facts) {
        NumericFacts numeric = NumericFacts.of(facts);
        SortedMap<String, String> numerics = new TreeMap<>();
        facts.forEach((name, fact) -> {
            if (numeric.contains(name)) {
                fact.fold(value -> numerics.put(name, value), reason -> null);
            }
        });
        return numerics;
    }

    /**
     * The differences between the recorded facts of native numerics and those of this JVM, a line each: settings, and
     * the digests of fixed computations.
     */
    public static List<String> numericsThatDiffer(Map<String, String> recorded, Map<String, Evidence<String>> here) {
        List<String> differences = new ArrayList<>();
        recorded.forEach((name, expected) -> {
            Evidence<String> fact = here.get(name);
            String actual = fact == null ? "(absent)" : fact.fold(value -> value, reason -> "unavailable: " + reason);
            if (!expected.equals(actual)) {
                differences.add(name + ": recorded " + expected + ", here " + actual);
            }
        });
        return differences;
    }
}
