package io.github.reprorun.dl4j.internal.machine;

import io.github.reprorun.spi.RunScope;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Compares the number of native threads that ND4J and BLAS use with the number given to the run. Stateless. */
public final class NativeThreads {
    private NativeThreads() {}

    /** Records each count that differs as unpinned: the libraries read the counts once, when they are loaded. */
    public static void check(RunScope run) {
        compare(run, counts());
    }

    public static void compare(RunScope run, SortedMap<String, Integer> counts) {
        counts.forEach((variable, count) -> {
            if (count != run.threads()) {
                run.unpinned(
                        variable,
                        "the native libraries use " + count + " threads, the run was given " + run.threads()
                                + "; the count is read before the JVM starts");
            }
        });
    }

    /** The counts by the environment variable that decides each. */
    private static SortedMap<String, Integer> counts() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        counts.put(
                "OMP_NUM_THREADS",
                NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
        counts.put("OPENBLAS_NUM_THREADS", Nd4j.factory().blas().getMaxThreads());
        counts.put("SD_MAX_THREADS", Nd4j.getEnvironment().maxThreads());
        counts.put("SD_MASTER_THREADS", Nd4j.getEnvironment().maxMasterThreads());
        return counts;
    }
}
