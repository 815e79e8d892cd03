package io.github.reprorun.launch;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which kernels and thread counts native numerics use: decided by environment variables that must be set before the JVM
 * starts, because the native libraries read them when they load.
 */
public enum NumericsProfile {
    /** The same bits on every CPU of one architecture that has the instructions of 2013 (x86-64: AVX2 and FMA). */
    PORTABLE("portable"),
    /** The fastest kernels of this machine; the same bits on machines with the same CPU model. */
    HOST("host");

    /** Variables that native numerics, locale and JVM read; those a profile does not set, a pinned JVM does not have. */
    private static final Pattern GOVERNED = Pattern.compile("(OMP|GOMP|KMP|OPENBLAS|GOTO|BLIS|MKL|DNNL|ONEDNN|SD)_.*"
            + "|GLIBC_TUNABLES|LANG|LANGUAGE|LC_.*|TZ|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS"
            + "|CUBLAS_WORKSPACE_CONFIG|CUDA_LAUNCH_BLOCKING|NVIDIA_TF32_OVERRIDE");

    private final String label;

    NumericsProfile(String label) {
        this.label = label;
    }

    /** The name in manifests. */
    public String label() {
        return label;
    }

    /** Whether native numerics, the locale or the JVM read the variable called {@code name}. */
    static boolean governs(String name) {
        return GOVERNED.matcher(name).matches();
    }

    /**
     * The variables to set for {@code threads} native threads on {@code architecture}, in terms of {@code os.arch}.
     *
     * @param cuda whether ND4J's CUDA backend is on the class path
     */
    public SortedMap<String, String> environment(int threads, String architecture, boolean cuda) {
        SortedMap<String, String> variables = new TreeMap<>();
        String count = Integer.toString(threads);
        for (String name : new String[] {
            "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "SD_MAX_THREADS", "SD_MASTER_THREADS"
        }) {
            variables.put(name, count);
        }
        variables.put("OMP_DYNAMIC", "FALSE");
        variables.put("OMP_WAIT_POLICY", "PASSIVE");
        if (cuda) {
            variables.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
            variables.put("NVIDIA_TF32_OVERRIDE", "0");
            variables.put("SD_FORBID_HELPERS", "1");
        }
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("TZ", "UTC");
        if (this == PORTABLE) {
            switch (architecture.toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> {
                    variables.put("OPENBLAS_CORETYPE", "Haswell");
                    variables.put("DNNL_MAX_CPU_ISA", "AVX2");
                    variables.put("MKL_CBWR", "AVX2");
                }
                case "aarch64", "arm64" -> variables.put("OPENBLAS_CORETYPE", "ARMV8");
                default -> {
                    // No kernel of another architecture is known to be common to its CPUs; the thread counts are
                    // pinned.
                }
            }
        }
        return variables;
    }
}
