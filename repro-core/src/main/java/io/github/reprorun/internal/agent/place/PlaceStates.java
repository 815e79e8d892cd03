package io.github.reprorun.internal.agent.place;

import io.github.reprorun.evidence.Hazard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of the generators that one place draws from, and, after it was set to a checkpoint, the positions of the
 * generators that it has not drawn from since. A generator is known as long as the program holds it. Used by the one
 * thread that is in the place.
 */
final class PlaceStates {
    private record Known(PlaceRandom.State state, List<Long> first) {}

    private final Map<PlaceRandom, Known> known = new WeakHashMap<>();
    private final Map<String, List<Long>> awaited = new HashMap<>();

    PlaceRandom.State stateOrBegin(PlaceRandom generator, TaskPlace place) {
        Known known = this.known.get(generator);
        if (known != null) {
            return known.state();
        }
        PlaceRandom.State state = generator.begin(place);
        drawn(generator, state);
        return state;
    }

    void drawn(PlaceRandom generator, PlaceRandom.State state) {
        if (!known.containsKey(generator)) {
            known.put(generator, new Known(state, generator.position(state)));
        }
        if (!awaited.isEmpty()) {
            List<Long> position = awaited.remove(generator.name());
            if (position != null) {
                generator.moveTo(state, position);
            }
        }
    }

    void forget(PlaceRandom generator) {
        awaited.remove(generator.name());
    }

    SortedMap<String, List<Long>> positions() {
        SortedMap<String, List<Long>> positions = new TreeMap<>(awaited);
        known.forEach((generator, each) -> positions.put(generator.name(), generator.position(each.state())));
        return positions;
    }

    /**
     * Without a {@code position} a generator returns to its state before the first draw, and is forgotten: a different
     * generator may get its name, if the counts go back too.
     */
    void moveTo(String name, List<Long> position) {
        boolean isKnown = false;
        Iterator<Map.Entry<PlaceRandom, Known>> all = known.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<PlaceRandom, Known> each = all.next();
            PlaceRandom generator = each.getKey();
            if (generator.name().equals(name)) {
                Known states = each.getValue();
                generator.moveTo(states.state(), position.isEmpty() ? states.first() : position);
                isKnown = true;
                if (position.isEmpty()) {
                    generator.leave();
                    all.remove();
                }
            }
        }
        if (!isKnown && position.isEmpty()) {
            awaited.remove(name);
        } else if (!isKnown) {
            awaited.put(name, position);
        }
    }

    List<Hazard> keptFromTraining() {
        List<Hazard> sites = new ArrayList<>();
        for (PlaceRandom generator : known.keySet()) {
            Sites.@Nullable Entry site = generator.keptFromTraining();
            if (site != null) {
                sites.add(site.hazard());
            }
        }
        return sites;
    }
}
