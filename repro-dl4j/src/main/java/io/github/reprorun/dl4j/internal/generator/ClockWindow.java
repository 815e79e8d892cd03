package io.github.reprorun.dl4j.internal.generator;

import java.lang.management.ManagementFactory;
import java.time.Clock;

/**
 * Recognises a seed that is the wall clock: a number of milliseconds between the start of this JVM and now. A seed that
 * somebody chose lies in that window only if it was read from a clock. Safe for use by several threads.
 */
public final class ClockWindow {
    private final long from;
    private final Clock clock;

    ClockWindow(long from, Clock clock) {
        this.from = from;
        this.clock = clock;
    }

    public static ClockWindow ofThisJvm(Clock clock) {
        return new ClockWindow(ManagementFactory.getRuntimeMXBean().getStartTime(), clock);
    }

    boolean contains(long seed) {
        return seed >= from && seed <= clock.millis();
    }
}
