package io.github.reprorun.internal.launch;

import io.github.reprorun.internal.agent.place.AgentStatus;
import java.lang.management.ManagementFactory;
import java.time.Clock;

/**
 * When the run of this JVM came to each step of its start, in milliseconds since 1970. Whoever makes many runs is told, and
 * no manifest has it. Safe for use by several threads.
 *
 * @param jvm when the JVM started
 * @param agent when the agent had changed the JDK's classes, shortly before {@code main} begins
 * @param launch when the program came to its run
 * @param training when the training began
 * @param end when the training had ended
 */
public record RunStart(long jvm, long agent, long launch, long training, long end) {
    private static volatile long launchedAt;
    private static volatile long trainingAt;
    private static volatile long endedAt;

    /** The program has come to the run that this JVM is for; the first call counts. */
    public static void launched() {
        if (launchedAt == 0) {
            launchedAt = System.nanoTime();
        }
    }

    /** The first call counts. */
    public static void trainingBegins() {
        if (trainingAt == 0) {
            trainingAt = System.nanoTime();
        }
    }

    /** The first call counts. */
    public static void trainingEnds() {
        if (endedAt == 0) {
            endedAt = System.nanoTime();
        }
    }

    /** The steps so far, by {@code clock}; 0 for one that has not come. */
    public static RunStart ofThisJvm(Clock clock) {
        long now = clock.millis();
        return new RunStart(
                ManagementFactory.getRuntimeMXBean().getStartTime(),
                at(now, AgentStatus.begun()),
                at(now, launchedAt),
                at(now, trainingAt),
                at(now, endedAt));
    }

    private static long at(long now, long nanoseconds) {
        return nanoseconds == 0 ? 0 : now - (System.nanoTime() - nanoseconds) / 1_000_000;
    }
}
