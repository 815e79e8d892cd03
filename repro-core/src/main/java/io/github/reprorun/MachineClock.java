package io.github.reprorun;

import java.time.Clock;

/** The one place that names the machine's clock; all else is given a clock or an instant. Stateless. */
final class MachineClock {
    /** The wall clock, in UTC. */
    static final Clock UTC = Clock.systemUTC();

    private MachineClock() {}
}
