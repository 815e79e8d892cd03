package io.github.reprorun.dl4j;

import io.github.reprorun.agent.GeneratorState;
import io.github.reprorun.seed.NamedStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The generators that a training's listeners and layers hold and that the program seeded itself: where they stand is no
 * secret of the program's, although only its fields lead to them. Confined to the training thread.
 */
final class HeldByTraining {
    private final Supplier<Map<String, ?>> roots;
    private final Map<String, Object> held;
    private final Set<Object> ofData;

    /**
     * Looks for them as they are when the training begins, which is when a program that runs again has them too.
     *
     * @param roots what to look at, by name; asked again where it may have become more
     * @param data what gives the data; the generators that it holds are where they are when it gives it again
     */
    HeldByTraining(Supplier<Map<String, ?>> roots, Object data) {
        this.roots = roots;
        this.held = new TreeMap<>(others(ReachableGenerators.from(roots.get())));
        this.ofData = identities(ReachableGenerators.from(Map.of("data", data)).values());
    }

    /** Those that nobody else takes care of. */
    private static Map<String, Object> others(Map<String, Object> found) {
        Map<String, Object> others = new LinkedHashMap<>(found);
        others.values()
                .removeIf(generator -> generator instanceof NamedStream
                        || generator instanceof RoutedCpuRandom
                        || generator instanceof ThreadLocalRandom
                        || generator instanceof SecureRandom
                        || GeneratorState.isOfAgent(generator));
        return others;
    }

    private static Set<Object> identities(Collection<Object> objects) {
        Set<Object> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(objects);
        return identities;
    }

    /** Where each stands. */
    Map<String, List<Long>> positions() {
        Map<String, List<Long>> positions = new TreeMap<>();
        held.forEach((name, generator) -> {
            if (GeneratorState.isKnown(generator)) {
                positions.put(name, GeneratorState.of(generator));
            }
        });
        return positions;
    }

    /** Puts one to {@code position}, if the program has it. */
    void moveTo(String name, List<Long> position) {
        Object generator = held.get(name);
        if (generator != null && !position.isEmpty() && GeneratorState.isKnown(generator)) {
            GeneratorState.moveTo(generator, position);
        }
    }

    /** Whether the data holds it too. */
    boolean isOfData(String name) {
        Object generator = held.get(name);
        return generator != null && ofData.contains(generator);
    }

    /** Those that a program that runs again has not, or not where they are now: of a kind unknown, or made meanwhile. */
    List<LostGenerator> lost() {
        Set<Object> then = identities(held.values());
        List<LostGenerator> lost = new ArrayList<>();
        others(ReachableGenerators.from(roots.get())).forEach((name, generator) -> {
            if (!ofData.contains(generator) && !(then.contains(generator) && GeneratorState.isKnown(generator))) {
                lost.add(new LostGenerator(
                        "generator in " + name, generator.getClass().getName(), -1));
            }
        });
        return lost;
    }
}
