package io.github.reprorun.internal.launch;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The garbage collector of a pinned JVM if nobody chose one. No result depends on it, so a run does not record it among
 * the replayed settings; the facts of the environment name it. Safe for use by several threads.
 */
final class Collector {
    /**
     * A training waits for all of its collections, so only their total time counts. Without the collector's own limit a
     * full heap is an error only as long as it is full, so that the end of the run can be recorded.
     */
    static final List<String> OPTIONS = List.of("-XX:+UseParallelGC", "-XX:-UseGCOverheadLimit");

    /** A collector, an option that only G1 reads, a file with more options, and OpenJ9's way to choose a collector. */
    private static final Pattern CHOICE =
            Pattern.compile("-XX:[+-]Use\\w+GC|-XX:[+-]?G1\\w+(=.*)?|-XX:(Flags|VMOptionsFile)=.*|-Xgcpolicy:.*");

    private Collector() {}

    /** Whether {@code options}, those of a JVM, choose a collector; a JVM with two does not start. */
    static boolean isChosenBy(List<String> options) {
        for (String option : options) {
            if (CHOICE.matcher(option).matches()) {
                return true;
            }
        }
        return false;
    }
}
