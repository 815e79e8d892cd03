package io.github.reprorun.internal.launch;

import io.github.reprorun.internal.agent.hook.FileEvents;
import io.github.reprorun.internal.agent.place.AgentStatus;
import java.lang.management.ManagementFactory;

/**
 * When the run of this JVM came to each step of its start, in milliseconds since 1970. Whoever makes many runs is told, and
 * no manifest has it. Safe for use by several threads.
 *
 * @param jvm when the JVM started
 * @param agent when the agent had changed the JDK's classes; that is when {@code main} begins
 * @param launch when the program came to its run
 * @param training when the training began
 * @param end when the training had ended
 * @param acted whether the program had made, changed or deleted a file, started a process or connected to a machine before it
 *     came to its run: what it does there happens in each JVM that is started for the run
 */
public record RunStart(long jvm, long agent, long launch, long training, long end, boolean acted) {
    private static volatile long launchedAt;
    private static volatile long trainingAt;
    private static volatile long endedAt;
    private static volatile boolean hadActed;

    /** The program has come to the run that this JVM is for; the first call counts. */
    public static void launched() {
        if (launchedAt == 0) {
            hadActed = FileEvents.hasActed();
            launchedAt = System.currentTimeMillis();
        }
    }

    /** The first call counts. */
    public static void trainingBegins() {
        if (trainingAt == 0) {
            trainingAt = System.currentTimeMillis();
        }
    }

    /** The first call counts. */
    public static void trainingEnds() {
        if (endedAt < trainingAt) {
            endedAt = System.currentTimeMillis();
        }
    }

    /** Whether the program had acted, as {@link #acted} of {@link #ofThisJvm} says. */
    static boolean hadActed() {
        return hadActed;
    }

    /** The steps so far; 0 for one that has not come. */
    public static RunStart ofThisJvm() {
        return new RunStart(
                ManagementFactory.getRuntimeMXBean().getStartTime(),
                AgentStatus.begun(),
                launchedAt,
                trainingAt,
                endedAt,
                hadActed);
    }
}
