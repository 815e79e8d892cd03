package io.github.reprorun.internal.agent.place;

import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which sources of chance are held in this JVM. Immutable, hence safe to share between threads.
 *
 * @param installed whether the agent is at work
 * @param unpinned the sources that are not held, in a fixed order; empty under the agent
 */
public record AgentStatus(boolean installed, List<Unpinned> unpinned) {
    private static final String NO_AGENT = "the JVM runs without the agent";

    private static volatile boolean active;
    private static volatile long begunAt;
    private static volatile Set<ChanceSource> heldWithoutAgent = EnumSet.noneOf(ChanceSource.class);
    private static volatile String reason = NO_AGENT;

    /** Copies the list. */
    public AgentStatus {
        unpinned = List.copyOf(unpinned);
    }

    /** The state of this JVM now. */
    public static AgentStatus current() {
        if (active) {
            return new AgentStatus(true, List.of());
        }
        Set<ChanceSource> held = heldWithoutAgent;
        List<Unpinned> unpinned = new ArrayList<>();
        for (ChanceSource source : ChanceSource.values()) {
            if (source.treatment() != Treatment.UNCONTROLLED && !held.contains(source)) {
                unpinned.add(new Unpinned(source.kind(), reason));
            }
        }
        unpinned.add(new Unpinned("tasks of pools", reason));
        return new AgentStatus(false, unpinned);
    }

    /**
     * Holds the sources that can be held without the agent, for a training that the calling thread begins; under the
     * agent it changes nothing.
     *
     * @param seed the root seed, not 0
     * @return the state of this JVM from now on
     * @throws IllegalArgumentException if {@code seed} is 0
     */
    public static AgentStatus hold(long seed) {
        if (!active) {
            DerivedSeeds.root(seed);
            if (WithoutAgent.isPossible()) {
                try {
                    heldWithoutAgent = WithoutAgent.pin();
                } catch (ReflectiveOperationException | RuntimeException e) {
                    reason = NO_AGENT + ", and it does not let its fields be changed: " + e;
                }
            } else {
                reason = NO_AGENT + " and without -Dsun.misc.unsafe.memory.access=allow";
            }
        }
        return current();
    }

    public static void begin() {
        active = true;
        begunAt = System.nanoTime();
    }

    /** When the agent was at work, as {@link System#nanoTime} tells it; 0 without it. */
    public static long begun() {
        return begunAt;
    }
}
