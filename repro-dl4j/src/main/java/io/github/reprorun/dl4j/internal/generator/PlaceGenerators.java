package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.dl4j.internal.hazard.FrameworkNames;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.agent.place.PlaceLocal;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.RandomFactory;

/**
 * The generators of one run, in place of {@code Nd4j.randomFactory}: each is seeded by the {@linkplain CurrentPlace place} in the
 * program that draws from it, a thread or a task, never by the clock. Safe for use by several threads.
 */
public final class PlaceGenerators extends RandomFactory {
    private final GeneratorSeeds seeds;
    private final RandomFactory backend;
    private final boolean routed;
    private final Random shared;
    private final PlaceLocal<PlaceGenerator> generators = new PlaceLocal<>(this::generatorOfThisPlace);
    private final Map<String, Integer> unordered = new HashMap<>();

    PlaceGenerators(RandomFactory backend, GeneratorSeeds seeds) {
        super(Random.class);
        this.seeds = seeds;
        this.backend = backend;
        Random first = newBackend();
        this.routed = first.getClass().getName().equals(FrameworkNames.CPU_RANDOM);
        this.shared = routed ? Routing.through(this) : first;
    }

    /** Uses the constructor with a seed, because the other reads the clock first. */
    private Random newBackend() {
        return backend.getNewRandomInstance(1, 1);
    }

    /** A separate class, so that the class of the CPU's generator is loaded only if that backend is present. */
    private static final class Routing {
        static Random through(PlaceGenerators generators) {
            return new PlaceRoutedRandom(generators::current);
        }
    }

    @Override
    public Random getRandom() {
        return routed ? shared : current().backend();
    }

    @Override
    public Random getNewRandomInstance() {
        seeds.seeded("RandomFactory.getNewRandomInstance()", "It is seeded from the clock; pass a seed.");
        return backend.getNewRandomInstance(seeds.derive(current().nextStream()), 1);
    }

    @Override
    public Random getNewRandomInstance(long seed) {
        return backend.getNewRandomInstance(seeds.checked(seed, current()::nextStream), 1);
    }

    @Override
    public Random getNewRandomInstance(long seed, long size) {
        return backend.getNewRandomInstance(seeds.checked(seed, current()::nextStream), size);
    }

    /** The generator of the calling thread's place. */
    public PlaceGenerator current() {
        return generators.get();
    }

    private PlaceGenerator generatorOfThisPlace() {
        String stream = CurrentPlace.isOrdered()
                ? "nd4j/place/" + Long.toHexString(CurrentPlace.current())
                : unorderedStream(CurrentPlace.path());
        return new PlaceGenerator(stream, seeds, newBackend());
    }

    /** A thread whose place differs from run to run is known by its name and by the order of its first draw. */
    private String unorderedStream(String path) {
        int arrival;
        synchronized (unordered) {
            arrival = unordered.merge(path, 1, Integer::sum) - 1;
        }
        boolean isOnly = arrival == 0;
        seeds.record(
                "ND4J generator in a thread whose place is not known",
                isOnly ? Treatment.SEEDED : Treatment.UNCONTROLLED,
                isOnly
                        ? "It was seeded as the first such thread; create the thread within the run, or run under the"
                                + " agent."
                        : "Several such threads were seeded in the order in which they drew; create them within the"
                                + " run, or run under the agent.");
        return "nd4j/unordered/" + path + "/" + arrival;
    }
}
