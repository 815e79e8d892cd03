package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a trace and where they are declared; so many that a hostile trace cannot fill the heap with them.
 * Confined to one thread.
 */
final class Networks {
    private static final int MAX_LAYERS = 1 << 20;
    private static final int MAX_CHARACTERS = 1 << 24;

    private final Map<String, TracedNetwork> named = new LinkedHashMap<>();
    private final List<Long> ordinals = new ArrayList<>();
    private long layers;
    private long characters;

    /**
     * @param ordinal of the entry that declares the network
     * @throws IllegalArgumentException if it does not fit in
     */
    void add(TracedNetwork network, long ordinal) {
        if (network.id() != named.size() || named.containsKey(network.name())) {
            throw new IllegalArgumentException("the next network is number " + named.size()
                    + " and has a name of its own, unlike number " + network.id() + " \"" + network.name() + '"');
        }
        long allLayers = layers + network.layers().size();
        long allCharacters = characters + network.name().length();
        for (String layer : network.layers()) {
            allCharacters += layer.length();
        }
        if (allLayers > MAX_LAYERS || allCharacters > MAX_CHARACTERS) {
            throw new IllegalArgumentException("the networks of a trace have at most " + MAX_LAYERS + " layers and "
                    + MAX_CHARACTERS + " characters of names");
        }
        layers = allLayers;
        characters = allCharacters;
        named.put(network.name(), network);
        ordinals.add(ordinal);
    }

    @Nullable
    TracedNetwork named(String name) {
        return named.get(name);
    }

    int count() {
        return named.size();
    }

    List<TracedNetwork> all() {
        return List.copyOf(named.values());
    }

    /** The ordinals of the entries that declare them. */
    List<Long> ordinals() {
        return List.copyOf(ordinals);
    }

    /** Takes in the network that an entry declares. */
    TracedNetwork declare(EntryInput in, long ordinal) throws Flaw {
        TracedNetwork network = TracedNetwork.decode(in);
        try {
            add(network, ordinal);
        } catch (IllegalArgumentException e) {
            throw in.flaw("another network", String.valueOf(e.getMessage()));
        }
        return network;
    }
}
