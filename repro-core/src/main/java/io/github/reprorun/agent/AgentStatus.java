package io.github.reprorun.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * What is held in this JVM. Immutable, hence safe to share between threads.
 *
 * @param installed whether the agent is at work
 * @param unpinned what is not held, in a fixed order; empty under the agent
 */
public record AgentStatus(boolean installed, List<Unpinned> unpinned) {
    private static volatile boolean active;

    /** Copies the list. */
    public AgentStatus {
        unpinned = List.copyOf(unpinned);
    }

    /** The state of this JVM now. */
    public static AgentStatus current() {
        if (active) {
            return new AgentStatus(true, List.of());
        }
        List<Unpinned> unpinned = new ArrayList<>();
        for (Source source : Source.values()) {
            if (source.isHeldByAgentOnly()) {
                unpinned.add(new Unpinned(source.kind(), "the JVM runs without the agent"));
            }
        }
        return new AgentStatus(false, unpinned);
    }

    static void begin() {
        active = true;
    }
}
