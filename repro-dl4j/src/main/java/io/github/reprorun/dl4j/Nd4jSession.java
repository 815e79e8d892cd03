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
    private final RunTrace trace;
    private final Dl4jRun dl4j;

    private Nd4jSession(
            HeldGenerators generators, SortedMap<String, Evidence<String>> canary, RunTrace trace, Dl4jRun dl4j) {
        this.generators = generators;
        this.canary = canary;
        this.trace = trace;
        this.dl4j = dl4j;
    }

    static Nd4jSession open(RunScope run, ClockWindow clock) {
        GeneratorSeeds seeds = new GeneratorSeeds(run, clock);
        HeldGenerators generators = HeldGenerators.take(seeds);
        try {
            NativeThreads.check(run);
            RunTrace trace = RunTrace.ofThisJvm(run.directory(), generators.generators()::current);
            Dl4jRun dl4j = new Dl4jRun(run, new ConfigurationSeeds(seeds), trace, Progress.ofThisJvm());
            return new Nd4jSession(generators, NumericCanary.facts(), trace, dl4j);
        } catch (RuntimeException | Error e) {
            generators.close();
            throw e;
        }
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
        try {
            trace.close();
        } finally {
            generators.close();
        }
    }
}
