package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.end.EndStates;
import io.github.reprorun.dl4j.internal.end.ModelKind;
import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.generator.ConfigurationSeeds;
import io.github.reprorun.dl4j.internal.generator.GeneratorSeeds;
import io.github.reprorun.dl4j.internal.generator.HeldGenerators;
import io.github.reprorun.dl4j.internal.hazard.CudaBackend;
import io.github.reprorun.dl4j.internal.hazard.HazardHooks;
import io.github.reprorun.dl4j.internal.machine.NativeLibraries;
import io.github.reprorun.dl4j.internal.machine.NativeThreads;
import io.github.reprorun.dl4j.internal.machine.Nd4jFacts;
import io.github.reprorun.dl4j.internal.machine.NumericCanary;
import io.github.reprorun.dl4j.internal.trace.RunTrace;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.RunScope;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** ND4J's part in one run. Used by the thread that trains. */
final class Nd4jSession implements ExtensionSession {
    private final HeldGenerators generators;
    private final SortedMap<String, Evidence<String>> canary;
    private final NativeLibraries natives;
    private final CudaBackend cuda;
    private final RunTrace trace;
    private final EndStates ends;
    private final Dl4jHooks hooks;
    private final ModelHooks models;
    private final HazardHooks hazards;
    private final Checkpoints checkpoints;
    private final Dl4jRun dl4j;

    private Nd4jSession(RunScope run, ClockWindow clock) {
        natives = new NativeLibraries(); // Before anything loads them.
        Dl4jHooks.prepare(); // Before anything loads their classes.
        ModelHooks.prepare();
        HazardHooks.prepare();
        GeneratorSeeds seeds = new GeneratorSeeds(run, clock);
        generators = HeldGenerators.take(seeds);
        try {
            NativeThreads.check(run);
            trace = RunTrace.ofThisJvm(run, generators.generators()::current);
            cuda = CudaBackend.of(run);
            NetworkPreparation networks = new NetworkPreparation(new ConfigurationSeeds(seeds), cuda);
            canary = NumericCanary.facts();
            checkpoints = new Checkpoints(run, trace, canary);
            ends = new EndStates(trace.names(), run::byproduct);
            trace.tellTrained(
                    network -> ends.trained(ModelKind.NETWORK, network).hold(network));
            hooks = Dl4jHooks.open(networks, trace, ends);
            models = ModelHooks.open(run, trace, ends);
            hazards = HazardHooks.open(run, cuda);
            dl4j = new Dl4jRun(
                    run,
                    networks,
                    trace,
                    ends,
                    new Fits(run, checkpoints, trace, generators.generators()::current, System::nanoTime),
                    Progress.ofThisJvm());
        } catch (RuntimeException | Error e) {
            generators.close();
            throw e;
        }
        natives.areLoaded();
    }

    static Nd4jSession open(RunScope run, ClockWindow clock) {
        return new Nd4jSession(run, clock);
    }

    Dl4jRun dl4j() {
        return dl4j;
    }

    @Override
    public SortedMap<String, Evidence<String>> environment() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>(Nd4jFacts.facts());
        facts.putAll(canary);
        facts.put("dl4j.checkpoints", Evidence.observed(checkpoints.habit()));
        return facts;
    }

    @Override
    public List<Resource> dependencies() {
        return natives.resources();
    }

    @Override
    public void finish() {
        checkpoints.requireRestored();
    }

    @Override
    public void close() {
        try {
            hazards.close();
            hooks.close();
            models.close();
            ends.close();
            checkpoints.close();
            trace.close();
        } finally {
            cuda.close();
            generators.close();
        }
    }
}
