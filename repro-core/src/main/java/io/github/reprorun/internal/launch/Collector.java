package io.github.reprorun.internal.launch;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The garbage collector of a pinned JVM that nobody chose one for. No result depends on it, hence no run records it among
 * what is replayed; the environment says which one it was. Safe for use by several threads.
 */
final class Collector {
    /**
     * A training waits for all of its collections and never for one of them: what counts is the time of all. Without the
     * limit of its own a full heap is no error for longer than it is full, so that the end of the run can be recorded.
     */
    static final List<String> OPTIONS = List.of("-XX:+UseParallelGC", "-XX:-UseGCOverheadLimit");

    /** A collector, what only G1 hears, a file with more options, and OpenJ9's way of saying it. */
    private static final Pattern CHOICE =
            Pattern.compile("-XX:[+-]Use\\w+GC|-XX:[+-]?G1\\w+(=.*)?|-XX:(Flags|VMOptionsFile)=.*|-Xgcpolicy:.*");

    private Collector() {}

    /** Whether {@code options}, those of a JVM, choose one; a JVM that is told of two does not start. */
    static boolean isChosenBy(List<String> options) {
        for (String option : options) {
            if (CHOICE.matcher(option).matches()) {
                return true;
            }
        }
        return false;
    }
}
