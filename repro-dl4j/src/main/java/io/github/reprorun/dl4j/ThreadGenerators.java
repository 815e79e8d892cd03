package io.github.reprorun.dl4j;

import io.github.reprorun.spi.Hazard.Treatment;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.RandomFactory;

/**
 * The generators of one run, in place of {@code Nd4j.randomFactory}: a thread's is seeded by its {@link Lineage}, never by
 * the clock. Safe for use by several threads.
 */
@SuppressWarnings("ThreadLocalUsage") // one such object for each run, and its threads' generators go with it
final class ThreadGenerators extends RandomFactory {
    private static final String CPU = "org.nd4j.linalg.cpu.nativecpu.rng.CpuNativeRandom";

    private final GeneratorSeeds seeds;
    private final RandomFactory backend;
    private final boolean routed;
    private final Random shared;
    private final ThreadLocal<ThreadGenerator> generators = ThreadLocal.withInitial(this::generatorOfThisThread);
    private final Set<String> strangers = new HashSet<>();
    private final InheritableThreadLocal<@Nullable Lineage> lineages = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable Lineage childValue(@Nullable Lineage parent) {
            return parent == null ? null : parent.child(CallSite.ofThreadConstruction());
        }
    };

    /** The generators of a run that the calling thread trains. */
    ThreadGenerators(RandomFactory backend, GeneratorSeeds seeds) {
        super(Random.class);
        this.seeds = seeds;
        this.backend = backend;
        Random first = newBackend();
        this.routed = first.getClass().getName().equals(CPU);
        this.shared = routed ? Routing.through(this) : first;
        lineages.set(Lineage.root("main"));
    }

    /** By the constructor with a seed: the other reads the clock first. */
    private Random newBackend() {
        return backend.getNewRandomInstance(1, 1);
    }

    /** Apart, so that the class of the CPU's generator is loaded only where that backend is. */
    private static final class Routing {
        static Random through(ThreadGenerators generators) {
            return new RoutedCpuRandom(generators::current);
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

    /** The calling thread's generator. */
    ThreadGenerator current() {
        return generators.get();
    }

    /** Lets go of the calling thread's generator and lineage. */
    void forgetThisThread() {
        generators.remove();
        lineages.remove();
    }

    private ThreadGenerator generatorOfThisThread() {
        Lineage lineage = lineages.get();
        if (lineage == null) {
            lineage = strangerLineage(Thread.currentThread().getName());
            lineages.set(lineage);
        }
        return new ThreadGenerator(lineage, seeds, newBackend());
    }

    /** A thread that is older than the run, or that inherits nothing, is known by its name alone. */
    private Lineage strangerLineage(String name) {
        boolean isNew;
        synchronized (strangers) {
            isNew = strangers.add(name);
        }
        seeds.record(
                "ND4J generator in a thread that the run did not create",
                isNew ? Treatment.SEEDED : Treatment.UNCONTROLLED,
                isNew
                        ? "It was seeded by the thread's name; create the thread within the run."
                        : "Several such threads have one name, and draw the same numbers; create them within the run.");
        return Lineage.root("stranger/" + name);
    }
}
