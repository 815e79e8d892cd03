package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What the runs of a sitting took before and after their trainings, in the mean of all that were started in it and told it.
 * Safe for use by several threads.
 */
final class StartParts {
    /** The steps of a start as a run tells them, in their order; before the first is the start of its process. */
    private static final String[] STEPS = {"jvm", "agent", "launch", "training", "end", "told"};

    private static final double MILLISECONDS = 1e3;

    private final boolean wrapped;
    private final long[] sums = new long[STEPS.length + 1];
    private int runs;

    /** @param wrapped whether the first process of each run is the pinned one */
    StartParts(boolean wrapped) {
        this.wrapped = wrapped;
    }

    /**
     * Adds a run whose process has ended.
     *
     * @param started when its first process was started, in milliseconds since 1970
     * @param told the line that the run left of itself; without steps it is not counted
     * @param ended when its process had ended, as {@code started}
     */
    synchronized void add(long started, JsonNode told, long ended) {
        JsonNode start = told.path("start");
        for (String step : STEPS) {
            if (start.path(step).asLong(0) == 0) {
                return; // A run that was refused, or ended before its training, has no such steps.
            }
        }
        long before = started;
        for (int i = 0; i < STEPS.length; i++) {
            long now = start.path(STEPS[i]).asLong();
            sums[i] += now - before;
            before = now;
        }
        sums[STEPS.length] += ended - before;
        runs++;
    }

    /** In seconds, or empty if no run told of itself. */
    synchronized Optional<String> text() {
        if (runs == 0) {
            return Optional.empty();
        }
        return Optional.of("a " + (wrapped ? "wrapped" : "launched") + " run took, in the mean of " + runs + ": "
                + seconds(0) + " s until its pinned JVM began"
                + (wrapped ? "" : ", with the JVM that launched it") + ", " + seconds(1)
                + " s for JVM and agent, " + seconds(2) + " s to the run, " + seconds(3) + " s to the training, "
                + seconds(4) + " s in it, " + seconds(5) + " s to the manifest, " + seconds(6) + " s to the end");
    }

    private String seconds(int part) {
        return String.format(Locale.ROOT, "%.2f", sums[part] / MILLISECONDS / runs);
    }
}
