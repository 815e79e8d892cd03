package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.failure.UsageException;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.RandomFactory;

/** ND4J's generators while a run holds them. Used by the thread that trains. */
public final class HeldGenerators implements AutoCloseable {
    private final RandomFactory former;
    private final Optional<ReplacedGenerator> replaced;
    private final PlaceGenerators generators;

    private HeldGenerators(RandomFactory former, GeneratorSeeds seeds) {
        this.former = former;
        this.replaced = ReplacedGenerator.ofThisThread(former);
        this.generators = new PlaceGenerators(former, seeds);
    }

    /**
     * Replaces ND4J's generators by the run's, and seeds the calling thread's former generator from the run, because
     * some object made earlier may hold it.
     *
     * @throws UsageException if another run holds them
     */
    public static HeldGenerators take(GeneratorSeeds seeds) {
        synchronized (HeldGenerators.class) {
            RandomFactory former = Nd4j.getRandomFactory();
            if (former instanceof PlaceGenerators) {
                throw new UsageException(
                        "ND4J's generators",
                        "another run in this JVM holds them; end it first, or launch each run in a JVM of its own");
            }
            HeldGenerators held = new HeldGenerators(former, seeds);
            held.replaced.ifPresent(one -> one.generator().setSeed(seeds.derive("nd4j/before-the-run")));
            Nd4j.randomFactory = held.generators;
            return held;
        }
    }

    public PlaceGenerators generators() {
        return generators;
    }

    /** Gives ND4J its own generators back, in the state they had. */
    @Override
    public void close() {
        synchronized (HeldGenerators.class) {
            Nd4j.randomFactory = former;
            replaced.ifPresent(ReplacedGenerator::restore);
        }
    }
}
