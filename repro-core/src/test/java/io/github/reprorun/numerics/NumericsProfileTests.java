package io.github.reprorun.numerics;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericsProfileTests {
    private static final Libraries PLAIN = new Libraries(List.of(LibraryDescriptors.numbers()), false);
    private static final Libraries ACCELERATED = new Libraries(List.of(LibraryDescriptors.numbers()), true);

    private static final Map<String, String> COMMON = Map.ofEntries(
            entry("OMP_NUM_THREADS", "3"),
            entry("OPENBLAS_NUM_THREADS", "3"),
            entry("MKL_NUM_THREADS", "3"),
            entry("OMP_DYNAMIC", "FALSE"),
            entry("OMP_WAIT_POLICY", "PASSIVE"),
            entry("GOMP_SPINCOUNT", "1000"),
            entry("OPENBLAS_THREAD_TIMEOUT", "22"),
            entry("LC_ALL", "C.UTF-8"),
            entry("TZ", "UTC"));

    @Test
    void ofThisMachineFixesThreadsButNoKernels() {
        assertThat(NumericsProfile.HOST.environment(3, "amd64", Libraries.NONE)).isEqualTo(COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "x86_64", "AMD64"})
    void portableOnX86NamesTheKernelsOf2013(String architecture) {
        assertThat(NumericsProfile.PORTABLE.environment(3, architecture, Libraries.NONE))
                .containsAllEntriesOf(COMMON)
                .containsEntry("OPENBLAS_CORETYPE", "Haswell")
                .containsEntry("DNNL_MAX_CPU_ISA", "AVX2")
                .containsEntry("MKL_CBWR", "AVX2")
                .hasSize(COMMON.size() + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aarch64", "arm64"})
    void portableOnArmNamesTheKernelsOfArmv8(String architecture) {
        assertThat(NumericsProfile.PORTABLE.environment(3, architecture, Libraries.NONE))
                .containsAllEntriesOf(COMMON)
                .containsEntry("OPENBLAS_CORETYPE", "ARMV8")
                .hasSize(COMMON.size() + 1);
    }

    @Test
    void baselineOnX86NamesTheKernelsOf2008AndKeepsTheCLibraryFromLaterInstructions() {
        assertThat(NumericsProfile.BASELINE.environment(3, "amd64", Libraries.NONE))
                .containsAllEntriesOf(COMMON)
                .containsEntry("OPENBLAS_CORETYPE", "Nehalem")
                .containsEntry("DNNL_MAX_CPU_ISA", "SSE41")
                .containsEntry("MKL_CBWR", "COMPATIBLE")
                .containsEntry(
                        "GLIBC_TUNABLES",
                        "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX,-AVX2_Usable,-FMA_Usable,-FMA4_Usable,-AVX_Usable")
                .hasSize(COMMON.size() + 4);
    }

    @Test
    void baselineOnArmIsThePortableOne() {
        assertThat(NumericsProfile.BASELINE.environment(3, "aarch64", Libraries.NONE))
                .isEqualTo(NumericsProfile.PORTABLE.environment(3, "aarch64", Libraries.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void elsewhereFixesThreads(NumericsProfile profile) {
        assertThat(profile.environment(3, "riscv64", Libraries.NONE)).isEqualTo(COMMON);
    }

    @ParameterizedTest
    @EnumSource
    void holdCudaWhereItIs(NumericsProfile profile) {
        SortedMap<String, String> without = profile.environment(1, "amd64", Libraries.NONE);
        SortedMap<String, String> with = profile.environment(1, "amd64", ACCELERATED);

        assertThat(with)
                .containsAllEntriesOf(without)
                .containsEntry("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
                .containsEntry("NVIDIA_TF32_OVERRIDE", "0");
    }

    @ParameterizedTest
    @EnumSource
    void governsWhateverItSets(NumericsProfile profile) {
        assertThat(profile.environment(1, "amd64", new Libraries(List.of(), true))
                        .keySet())
                .allMatch(NumericsProfile::governs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OMP_PROC_BIND",
                "GOMP_CPU_AFFINITY",
                "KMP_BLOCKTIME",
                "OPENBLAS_VERBOSE",
                "GOTO_NUM_THREADS",
                "BLIS_NUM_THREADS",
                "MKL_DYNAMIC",
                "DNNL_VERBOSE",
                "ONEDNN_MAX_CPU_ISA",
                "GLIBC_TUNABLES",
                "LANG",
                "LANGUAGE",
                "LC_NUMERIC",
                "TZ",
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "CUDA_LAUNCH_BLOCKING"
            })
    void governsWhatNumericsTextsAndTheJvmRead(String name) {
        assertThat(NumericsProfile.governs(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "HOME",
                "TZDIR",
                "LANGSMITH",
                "MY_OMP_NUM_THREADS",
                "JAVA_HOME",
                "CUDA_VISIBLE_DEVICES",
                ""
            })
    void leavesTheRestAlone(String name) {
        assertThat(NumericsProfile.governs(name)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void setsWhatLibrariesAskForBesideThat(NumericsProfile profile) {
        SortedMap<String, String> without = profile.environment(3, "amd64", Libraries.NONE);

        assertThat(profile.environment(3, "amd64", PLAIN))
                .containsAllEntriesOf(without)
                .containsEntry("NUMBERS_THREADS", "3")
                .containsEntry("NUMBERS_MASTERS", "3")
                .hasSize(without.size() + 2);
        assertThat(profile.environment(3, "amd64", ACCELERATED))
                .containsEntry("NUMBERS_THREADS", "3")
                .containsEntry("NUMBERS_FAST", "0");
    }

    @Test
    void letsNoLibraryOverruleIt() {
        Libraries libraries = new Libraries(
                List.of(LibraryDescriptors.read(LibraryDescriptors.NUMBERS.replace("NUMBERS_FAST=0", "LC_ALL=C"))),
                true);

        assertThat(NumericsProfile.HOST.environment(3, "amd64", libraries)).containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void governsTheFamiliesOfWhatALibraryHasPinned() {
        Set<String> pinned =
                NumericsProfile.PORTABLE.environment(3, "amd64", ACCELERATED).keySet();

        assertThat(NumericsProfile.governs("NUMBERS_VERBOSE", pinned)).isTrue();
        assertThat(NumericsProfile.governs("OMP_PROC_BIND", pinned)).isTrue();
        assertThat(NumericsProfile.governs("NUMBERS_VERBOSE", Set.of("OMP_NUM_THREADS")))
                .isFalse();
        assertThat(NumericsProfile.governs("NVIDIA_VISIBLE_DEVICES", pinned)).isFalse();
        assertThat(NumericsProfile.governs("PATH", pinned)).isFalse();
    }

    @Test
    void isTheSameInTurkey() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(NumericsProfile.PORTABLE.environment(3, "X86_64", Libraries.NONE))
                    .containsKey("OPENBLAS_CORETYPE");
            assertThat(NumericsProfile.PORTABLE.label()).isEqualTo("portable");
        } finally {
            Locale.setDefault(before);
        }
    }
}
