package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A network whose steps are traced. Immutable, hence safe to share between threads.
 *
 * @param id its number in the trace, from 0 in the order of declaration
 * @param name its name, unique in a trace
 * @param layers the names of its layers, in forward order
 */
public record TracedNetwork(int id, String name, List<String> layers) {
    /**
     * Separates the name of a network from the place in the program that trains it, unless that is the run's own
     * thread.
     */
    public static final String PLACE = " in ";

    /** The most networks a trace can hold, and the most layers a network can have. */
    static final int LIMIT = 0xffff;

    /** @throws IllegalArgumentException if there are more than 65,535 layers, or 65,535 networks before this one */
    public TracedNetwork {
        if (id < 0 || id >= LIMIT) {
            throw new IllegalArgumentException("a trace holds at most " + LIMIT + " networks");
        }
        if (layers.size() > LIMIT) {
            throw new IllegalArgumentException(
                    "a traced network has at most " + LIMIT + " layers, not " + layers.size());
        }
        layers = List.copyOf(layers);
    }

    /** The place in the program that trains it; empty for the run's own thread. Only steps of one place have an order. */
    String place() {
        int at = name.lastIndexOf(PLACE);
        return at < 0 ? "" : name.substring(at + PLACE.length());
    }

    /**
     * Whether {@code other}, of another trace, is this network; its number there is random where several threads train.
     */
    boolean isSameAs(TracedNetwork other) {
        return name.equals(other.name) && layers.equals(other.layers);
    }

    void encode(EntryBuffer buffer, long ordinal) {
        buffer.beginEntry().u16(id).text(name).u16(layers.size());
        layers.forEach(buffer::text);
        buffer.endEntry(EntryBuffer.NETWORK, ordinal);
    }

    static TracedNetwork decode(EntryInput in) throws Flaw {
        int id = in.u16();
        String name = in.text();
        int count = in.u16();
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(in.text());
        }
        in.end();
        if (id >= LIMIT) {
            throw in.flaw("a network below " + LIMIT, "network " + id);
        }
        return new TracedNetwork(id, name, layers);
    }
}
