package io.github.reprorun.dl4j;

import io.github.reprorun.environment.Evidence;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.Resource;
import io.github.reprorun.spi.RunScope;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** ND4J's part in one run. Used by the thread that trains. */
final class Nd4jSession implements ExtensionSession {
    private final HeldGenerators generators;
    private final SortedMap<String, Evidence<String>> canary;
    private final Dl4jRun dl4j;

    private Nd4jSession(HeldGenerators generators, SortedMap<String, Evidence<String>> canary, Dl4jRun dl4j) {
        this.generators = generators;
        this.canary = canary;
        this.dl4j = dl4j;
    }

    static Nd4jSession open(RunScope run, ClockWindow clock) {
        GeneratorSeeds seeds = new GeneratorSeeds(run, clock);
        HeldGenerators generators = HeldGenerators.take(seeds);
        NativeThreads.check(run);
        return new Nd4jSession(
                generators,
                NumericCanary.facts(),
                new Dl4jRun(run, new ConfigurationSeeds(seeds), Progress.ofThisJvm()));
    }

    Dl4jRun dl4j() {
        return dl4j;
    }

    @Override
    public SortedMap<String, Evidence<String>> environment() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>(Nd4jFacts.facts());
        facts.putAll(canary);
        return facts;
    }

    @Override
    public List<Resource> dependencies() {
        return NativeLibraries.resources();
    }

    @Override
    public void close() {
        generators.close();
    }
}
