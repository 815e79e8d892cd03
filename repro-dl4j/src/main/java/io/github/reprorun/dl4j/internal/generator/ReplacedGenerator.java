package io.github.reprorun.dl4j.internal.generator;

import java.lang.reflect.Field;
import java.util.Optional;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.RandomFactory;

/**
 * The generator that a thread had from ND4J before a run, and its position. Immutable; for use by the thread that took
 * it.
 *
 * @param generator the generator, which some object of the program may hold
 * @param seed its last seed
 * @param root one word of its state
 * @param node the other
 */
record ReplacedGenerator(Random generator, long seed, long root, long node) {
    /** The calling thread's generator, if it has one; a call of ND4J would make one, from the clock. */
    static Optional<ReplacedGenerator> ofThisThread(RandomFactory factory) {
        return existing(factory)
                .map(random -> new ReplacedGenerator(random, random.getSeed(), random.rootState(), random.nodeState()));
    }

    private static Optional<Random> existing(RandomFactory factory) {
        try {
            Field field = RandomFactory.class.getDeclaredField("threadRandom");
            field.setAccessible(true);
            return field.get(factory) instanceof ThreadLocal<?> threads
                    ? Optional.ofNullable((Random) threads.get())
                    : Optional.empty();
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new IllegalStateException("this version of ND4J keeps its generators elsewhere", e);
        }
    }

    /** Restores the generator's position. */
    void restore() {
        generator.setSeed(seed);
        generator.setStates(root, node);
    }
}
