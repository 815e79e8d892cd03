package io.github.reprorun.dl4j;

import io.github.reprorun.agent.AgentStatus;
import io.github.reprorun.agent.DerivedSeeds;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Resource;
import io.github.reprorun.spi.RunJournal;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.spi.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/** A run of nothing but its ledgers, for tests of one extension. */
final class FakeRun implements RunScope {
    final List<Hazard> hazards = new ArrayList<>();
    final SortedMap<String, Resource> byproducts = new TreeMap<>();
    final SortedMap<String, String> unpinned = new TreeMap<>();
    private final Seed seed;
    private final Path directory;
    private int threads = Nd4j.getEnvironment().maxThreads();

    /** A run in a new directory below {@code parent}. */
    FakeRun(long seed, Path parent) {
        this.seed = new Seed(seed);
        if (!AgentStatus.current().installed()) {
            DerivedSeeds.root(seed);
        }
        try {
            this.directory = Files.createTempDirectory(parent, "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Seed seed() {
        return seed;
    }

    @Override
    public int threads() {
        return threads;
    }

    /** As if the run had been given that many native threads. */
    FakeRun withThreads(int count) {
        threads = count;
        return this;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Path output(String name) {
        try {
            return Files.createDirectories(directory.resolve("outputs")).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void byproduct(Resource byproduct) {
        byproducts.put(byproduct.name(), byproduct);
    }

    @Override
    public synchronized void hazard(Hazard hazard) {
        hazards.add(hazard);
    }

    @Override
    public void unpinned(String what, String reason) {
        unpinned.put(what, reason);
    }

    @Override
    public boolean isResumed() {
        return false;
    }

    @Override
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    @Override
    public RunState state() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RunJournal journal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isStopRequested() {
        return false;
    }

    /** Ends the training as in a JVM that exits: nothing the program catches. */
    @Override
    public void end(String reason) {
        throw new Ended(reason);
    }

    /** That the training was ended. */
    static final class Ended extends Error {
        private static final long serialVersionUID = 1L;

        Ended(String reason) {
            super(reason);
        }
    }
}
