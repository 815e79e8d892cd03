package io.github.reprorun.internal.run;

import java.time.Clock;

/** The only class that names the machine's clock; all others receive a clock or an instant. Stateless. */
public final class MachineClock {
    /** The wall clock, in UTC. */
    public static final Clock UTC = Clock.systemUTC();

    private MachineClock() {}
}
