package io.github.reprorun;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import io.github.reprorun.environment.Evidence;
import io.github.reprorun.failure.UnsupportedMachineException;
import io.github.reprorun.manifest.PinnedProfile;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be known before training of whether this machine gives the bits that are asked for. Stateless. */
final class MachineCheck {
    private static final int AVX2 = 2;

    private MachineCheck() {}

    /**
     * Refuses a CPU that would crash in the first matrix product: {@code OPENBLAS_CORETYPE=Haswell} makes OpenBLAS use
     * AVX2 without asking. The JVM is asked, since it has looked at the processor it really runs on, emulated or not.
     *
     * @throws UnsupportedMachineException if the profile needs AVX2 and the processor has none
     */
    static void requireInstructions(PinnedProfile profile) {
        if (!"Haswell".equals(profile.environment().get("OPENBLAS_CORETYPE"))) {
            return;
        }
        VMOption useAvx = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseAVX");
        boolean chosenByUser = useAvx.getOrigin() == VMOption.Origin.VM_CREATION;
        if (!chosenByUser && Integer.parseInt(useAvx.getValue()) < AVX2) {
            throw new UnsupportedMachineException(
                    "this processor",
                    "has no AVX2, which the portable profile needs; the host profile trains here, with bits of its own");
        }
    }

    /** What differs between the facts that were recorded of native numerics and those of this JVM, a line each. */
    static List<String> numericsThatDiffer(Map<String, String> recorded, Map<String, Evidence<String>> here) {
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
