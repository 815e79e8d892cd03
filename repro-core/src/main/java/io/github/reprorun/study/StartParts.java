package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What the runs of a sitting took before and after their trainings, in the mean of all that told it. Safe for use by several
 * threads.
 */
final class StartParts {
    /** The steps of a start as a run tells them, in their order; before the first is the start of its process. */
    private static final String[] STEPS = {"jvm", "agent", "launch", "training", "end", "told"};

    private static final double MILLISECONDS = 1e3;

    private final long[] sums = new long[STEPS.length + 1];
    private int runs;
    private int direct;

    /**
     * Adds a run whose process has ended.
     *
     * @param started when its first process was started, in milliseconds since 1970
     * @param told the line that the run left of itself; without steps it is not counted
     * @param ended when its process had ended
     * @param isDirect whether its first process was the pinned one
     */
    synchronized void add(long started, JsonNode told, long ended, boolean isDirect) {
        JsonNode start = told.path("start");
        long before = started;
        for (String step : STEPS) {
            long now = start.path(step).asLong(0);
            if (now == 0) {
                return; // A run that was refused, or ended before its training, has no such steps.
            }
        }
        for (int i = 0; i < STEPS.length; i++) {
            long now = start.path(STEPS[i]).asLong();
            sums[i] += now - before;
            before = now;
        }
        sums[STEPS.length] += ended - before;
        runs++;
        direct += isDirect ? 1 : 0;
    }

    /** In seconds, or empty if no run told of itself. */
    synchronized Optional<String> text() {
        if (runs == 0) {
            return Optional.empty();
        }
        return Optional.of("a run took, in the mean of " + runs + ": " + seconds(0) + " s to its pinned JVM ("
                + direct + " started by the study), " + seconds(1) + " s for JVM and agent, " + seconds(2)
                + " s to the run, " + seconds(3) + " s to the training, " + seconds(4) + " s in it, " + seconds(5)
                + " s to the manifest, " + seconds(6) + " s to the end");
    }

    private String seconds(int part) {
        return String.format(Locale.ROOT, "%.2f", sums[part] / MILLISECONDS / runs);
    }
}
