package io.github.reprorun.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnsupportedMachineException;
import io.github.reprorun.internal.environment.Instructions;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProcessorCheckTests {
    private static final Instructions HASWELL = x86("2", "4");
    private static final Instructions SANDY_BRIDGE = x86("1", "4");
    private static final Instructions CORE_2 = x86("0", "3");
    private static final Instructions ARM = new Instructions("aarch64", new TreeMap<>(), Set.of());

    private static Instructions x86(String avx, String sse) {
        return new Instructions("amd64", new TreeMap<>(Map.of("UseAVX", avx, "UseSSE", sse)), Set.of());
    }

    private static PinnedProfile profile(NumericsProfile numerics, String architecture) {
        return new PinnedProfile(
                numerics.label(), 1, numerics.environment(1, architecture, Libraries.NONE), List.of(), List.of(), "/");
    }

    @Nested
    class OfInstructions {
        @Test
        void passesAProcessorThatHasThem() {
            assertPasses(NumericsProfile.PORTABLE, "amd64", HASWELL);
            assertPasses(NumericsProfile.BASELINE, "amd64", SANDY_BRIDGE);
            assertPasses(NumericsProfile.HOST, "amd64", CORE_2);
            assertPasses(NumericsProfile.PORTABLE, "aarch64", ARM);
        }

        @Test
        void refusesThePortableProfileWithoutAvx2() {
            assertRefused(
                    NumericsProfile.PORTABLE,
                    "amd64",
                    SANDY_BRIDGE,
                    "this processor: has no AVX2, which the portable profile needs; the baseline profile gives the same"
                            + " bits here and on newer processors, more slowly");
        }

        @Test
        void refusesTheBaselineProfileWithoutSse4() {
            assertRefused(
                    NumericsProfile.BASELINE,
                    "amd64",
                    CORE_2,
                    "this processor: has no SSE4, which the baseline profile needs; the host profile trains here, with"
                            + " bits of its own");
        }

        @Test
        void refusesKernelsOfAnotherArchitecture() {
            assertRefused(
                    NumericsProfile.PORTABLE,
                    "amd64",
                    ARM,
                    "this processor: is aarch64; the portable profile names kernels of amd64 or x86_64, Haswell");
            assertRefused(
                    NumericsProfile.BASELINE,
                    "amd64",
                    ARM,
                    "this processor: is aarch64; the baseline profile names kernels of amd64 or x86_64, Nehalem");
            assertRefused(
                    NumericsProfile.PORTABLE,
                    "aarch64",
                    HASWELL,
                    "this processor: is amd64; the portable profile names kernels of aarch64 or arm64, ARMV8");
        }

        @Test
        void takesNoChoiceOfTheUsersForTheProcessor() {
            Instructions withoutAvx = new Instructions("amd64", new TreeMap<>(Map.of("UseAVX", "0")), Set.of("UseAVX"));
            assertPasses(NumericsProfile.PORTABLE, "amd64", withoutAvx);
        }

        private void assertPasses(NumericsProfile numerics, String architecture, Instructions here) {
            assertThatCode(() -> ProcessorCheck.requireInstructions(profile(numerics, architecture), here))
                    .doesNotThrowAnyException();
        }

        private void assertRefused(NumericsProfile numerics, String architecture, Instructions here, String message) {
            assertThatThrownBy(() -> ProcessorCheck.requireInstructions(profile(numerics, architecture), here))
                    .isInstanceOf(UnsupportedMachineException.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class OfNumerics {
        @Test
        void namesEachFactThatIsNotAsRecorded() {
            assertThat(ProcessorCheck.numericsThatDiffer(
                            Map.of("nd4j.canary.gemm.float", "aa", "nd4j.omp.threads", "2"),
                            Map.of("nd4j.canary.gemm.float", Evidence.observed("bb"))))
                    .containsExactlyInAnyOrder(
                            "nd4j.canary.gemm.float: recorded aa, here bb",
                            "nd4j.omp.threads: recorded 2, here (absent)");
        }

        @Test
        void areThoseOfALibraryAndOfTheJvmAsFarAsTheyWereObserved() {
            assertThat(ProcessorCheck.numerics(Map.of(
                            "nd4j.canary.sum.float", Evidence.observed("aa"),
                            "jvm.canary.math", Evidence.observed("bb"),
                            "jvm.vendor", Evidence.observed("Eclipse Adoptium"),
                            "nd4j.blas.core", Evidence.unavailable("no such symbol"))))
                    .containsExactly(Map.entry("jvm.canary.math", "bb"), Map.entry("nd4j.canary.sum.float", "aa"));
        }

        @Test
        void passesOverWhatTheProcessorCouldDo() {
            assertThat(ProcessorCheck.numerics(Map.of(
                            "nd4j.canary.sum.float", Evidence.observed("aa"),
                            "nd4j.optimalLevel", Evidence.observed("3"))))
                    .containsOnlyKeys("nd4j.canary.sum.float");
        }
    }
}
