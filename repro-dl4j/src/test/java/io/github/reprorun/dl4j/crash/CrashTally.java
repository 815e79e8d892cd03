package io.github.reprorun.dl4j.crash;

import io.github.reprorun.dl4j.crash.KilledTraining.Phase;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what became of the killed trainings of one kind. Used by one thread. */
final class CrashTally {
    static final String HEADINGS = String.format(
            Locale.ROOT,
            "%-6s %6s | %10s %11s %11s %10s | %6s %9s %10s %9s | %11s",
            "",
            "kills",
            "before run",
            "before ckpt",
            "in training",
            "at the end",
            "runs",
            "from ckpt",
            "from start",
            "was ended",
            "same result");

    private final String kind;
    private final Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    private int kills;
    private int runs;
    private int fromCheckpoint;
    private int fromStart;
    private int ended;
    private int equal;

    CrashTally(String kind) {
        this.kind = kind;
    }

    void killed(Phase phase) {
        kills++;
        phases.merge(phase, 1, Integer::sum);
    }

    /** A training begins, to be killed. */
    void begun() {
        runs++;
    }

    /** A training was resumed to its end, and its result was the uninterrupted one's. */
    void finished(boolean hadEnded, boolean wentOnFromACheckpoint) {
        equal++;
        if (hadEnded) {
            ended++;
        } else if (wentOnFromACheckpoint) {
            fromCheckpoint++;
        } else {
            fromStart++;
        }
    }

    int kills() {
        return kills;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-6s %6d | %10d %11d %11d %10d | %6d %9d %10d %9d | %11d",
                kind,
                kills,
                phases.getOrDefault(Phase.BEFORE_THE_RUN, 0),
                phases.getOrDefault(Phase.BEFORE_A_CHECKPOINT, 0),
                phases.getOrDefault(Phase.IN_TRAINING, 0),
                phases.getOrDefault(Phase.AT_THE_END, 0),
                runs,
                fromCheckpoint,
                fromStart,
                ended,
                equal);
    }
}
