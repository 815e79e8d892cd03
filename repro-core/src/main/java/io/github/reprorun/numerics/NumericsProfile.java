package io.github.reprorun.numerics;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which kernels and thread counts native numerics use: decided by environment variables that must be set before the JVM
 * starts, because the native libraries read them when they load.
 */
public enum NumericsProfile {
    /** The same bits on every CPU of one architecture that has the instructions of 2013 (x86-64: AVX2 and FMA). */
    PORTABLE("portable"),
    /**
     * The same bits on every CPU of one architecture that has the instructions of 2008 (x86-64: SSE4), but different
     * bits from {@link #PORTABLE}, and more slowly: the C library and OpenBLAS are kept from AVX and FMA.
     */
    BASELINE("baseline"),
    /** The fastest kernels of this machine; the same bits on machines with the same CPU model. */
    HOST("host");

    /** Under both names that glibc has had for these features, before 2.33 and since; it passes over names unknown to it. */
    private static final String WITHOUT_AVX =
            "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX,-AVX2_Usable,-FMA_Usable,-FMA4_Usable,-AVX_Usable";

    /** Variables that native numerics, locale and JVM read; a pinned JVM has none that its profile does not set. */
    private static final Set<String> GOVERNED = Set.of(
            "GLIBC_TUNABLES",
            "LANG",
            "LANGUAGE",
            "TZ",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "CUBLAS_WORKSPACE_CONFIG",
            "CUDA_LAUNCH_BLOCKING",
            "NVIDIA_TF32_OVERRIDE");

    /** The same, by what stands before the first underscore of their names. */
    private static final Set<String> GOVERNED_FAMILIES =
            Set.of("OMP", "GOMP", "KMP", "OPENBLAS", "GOTO", "BLIS", "MKL", "DNNL", "ONEDNN", "LC");

    /**
     * For how long a thread of OpenBLAS waits for work with its core busy, as a power of two of the processor's clock: its
     * default, 26, is so long that on few cores these threads take the time of all others; with much less, a network
     * of many small products waits for threads that wake up.
     */
    private static final String OPENBLAS_WAIT = "22";

    /**
     * How often a thread of GNU's OpenMP looks for work before it sleeps, some 25 microseconds: by default a passive one sleeps
     * at once, and a network of many small operations waits for threads that wake up.
     */
    private static final String OPENMP_WAIT = "1000";

    private final String label;

    NumericsProfile(String label) {
        this.label = label;
    }

    /** The name in manifests. */
    public String label() {
        return label;
    }

    /**
     * The reverse of {@link #label}.
     *
     * @throws IllegalArgumentException if no profile has that label
     */
    public static NumericsProfile labelled(String label) {
        for (NumericsProfile candidate : values()) {
            if (candidate.label.equals(label)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("\"" + label + "\" is none of portable, baseline and host");
    }

    /**
     * Whether native numerics, the locale or the JVM read the variable called {@code name}; the descriptor of a
     * numerics library names further ones that it reads.
     */
    public static boolean governs(String name) {
        return GOVERNED.contains(name) || GOVERNED_FAMILIES.contains(family(name));
    }

    /**
     * Whether a pinned JVM that is given the variables {@code pinned} inherits none called {@code name}: either for
     * {@link #governs(String)}, or because a library has one of the same family pinned, as {@code X_MAX_THREADS} governs
     * {@code X_VERBOSE}. So a re-run needs no descriptor for what the manifest shows.
     */
    public static boolean governs(String name, Set<String> pinned) {
        if (governs(name)) {
            return true;
        }
        String family = family(name);
        for (String each : pinned) {
            if (!family.isEmpty() && family.equals(family(each)) && !governs(each)) {
                return true;
            }
        }
        return false;
    }

    private static String family(String name) {
        return name.substring(0, Math.max(0, name.indexOf('_')));
    }

    /**
     * The variables to set for {@code threads} native threads on {@code architecture}, in terms of {@code os.arch}.
     *
     * @param libraries those that are on the class path
     */
    public SortedMap<String, String> environment(int threads, String architecture, Libraries libraries) {
        SortedMap<String, String> variables = new TreeMap<>();
        String count = Integer.toString(threads);
        for (String name : new String[] {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) {
            variables.put(name, count);
        }
        variables.put("OMP_DYNAMIC", "FALSE");
        variables.put("OMP_WAIT_POLICY", "PASSIVE");
        variables.put("GOMP_SPINCOUNT", OPENMP_WAIT);
        variables.put("OPENBLAS_THREAD_TIMEOUT", OPENBLAS_WAIT);
        if (libraries.isAccelerated()) {
            variables.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
            variables.put("NVIDIA_TF32_OVERRIDE", "0");
        }
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("TZ", "UTC");
        variables.putAll(kernels(architecture.toLowerCase(Locale.ROOT)));
        for (LibraryDescriptor library : libraries.descriptors()) {
            addOf(library.settings(), count, libraries.isAccelerated(), variables);
        }
        return variables;
    }

    /** A library sets variables of its own, and none that this class sets for all. */
    private static void addOf(
            LibraryDescriptor.Settings settings, String threads, boolean accelerated, Map<String, String> variables) {
        for (String name : settings.threadVariables()) {
            variables.putIfAbsent(name, threads);
        }
        if (accelerated) {
            for (Map.Entry<String, String> variable :
                    settings.acceleratorVariables().entrySet()) {
                variables.putIfAbsent(variable.getKey(), variable.getValue());
            }
        }
    }

    /**
     * What makes the kernels common to the CPUs of an architecture. On arm64 {@code OPENBLAS_CORETYPE} is for a BLAS of the
     * user's own: the OpenBLAS that JavaCPP brings there has the kernels of ARMV8 only and does not read it.
     */
    private Map<String, String> kernels(String architecture) {
        if (this == HOST) {
            return Map.of();
        }
        return switch (architecture) {
            case "amd64", "x86_64" ->
                this == PORTABLE
                        ? Map.of("OPENBLAS_CORETYPE", "Haswell", "DNNL_MAX_CPU_ISA", "AVX2", "MKL_CBWR", "AVX2")
                        : Map.of(
                                "OPENBLAS_CORETYPE",
                                "Nehalem",
                                "DNNL_MAX_CPU_ISA",
                                "SSE41",
                                "MKL_CBWR",
                                "COMPATIBLE",
                                "GLIBC_TUNABLES",
                                WITHOUT_AVX);
            case "aarch64", "arm64" -> Map.of("OPENBLAS_CORETYPE", "ARMV8");
            default -> Map.of(); // No kernels are known to be common to the CPUs of other architectures.
        };
    }
}
