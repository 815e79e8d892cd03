package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.trace.TracedNetwork;
import java.util.HashMap;
import java.util.Map;

/**
 * Names for the models that a run trains: their kind and their number, in the order in which they are first trained, and the
 * thread or task that trains them where that is not the run's own. The same model has the same name in every run of one
 * program, whichever thread comes first. Keeps no model in memory. Safe for use by several threads.
 */
public final class ModelNames {
    /** The kind of networks of layers and of graphs of vertices. */
    public static final String NETWORK = "network";

    /** The kind of SameDiff's graphs. */
    public static final String SAME_DIFF = "samediff";

    private final long home = CurrentPlace.current();
    private final IdentityMap<Object, String> names = new IdentityMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * The name of {@code model}; one that has none is named by the place that asks.
     *
     * @param kind such as {@link #NETWORK}
     */
    public synchronized String of(Object model, String kind) {
        return names.get(model, () -> next(kind));
    }

    private String next(String kind) {
        String place = CurrentPlace.current() == home
                ? ""
                : TracedNetwork.PLACE + CurrentPlace.path() + "@" + Long.toHexString(CurrentPlace.current());
        return kind + (counts.merge(kind + place, 1, Integer::sum) - 1) + place;
    }

    /** The name of a part of what is called {@code name}: the place stays at the end. */
    public static String part(String name, String part) {
        int place = name.lastIndexOf(TracedNetwork.PLACE);
        int end = place < 0 ? name.length() : place;
        String escaped = part.replace(TracedNetwork.PLACE, "%20in%20"); // else the rest would be taken for a place
        return name.substring(0, end) + "/" + escaped + name.substring(end);
    }
}
