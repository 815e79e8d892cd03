package io.github.reprorun.dl4j;

import io.github.reprorun.agent.AgentStatus;
import io.github.reprorun.agent.DerivedSeeds;
import io.github.reprorun.agent.Lineage;
import io.github.reprorun.agent.PlaceLocal;
import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.seed.StreamSeeds;
import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.Resource;
import io.github.reprorun.spi.RunJournal;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.spi.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/** A run of nothing but its ledgers, for tests of one extension. */
final class FakeRun implements RunScope {
    final List<Hazard> hazards = new ArrayList<>();
    final SortedMap<String, Resource> byproducts = new TreeMap<>();
    final SortedMap<String, String> unpinned = new TreeMap<>();
    final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    volatile boolean stopRequested;
    private final Seed seed;
    private final Path directory;
    private int threads = Nd4j.getEnvironment().maxThreads();
    private final boolean resumed;
    private final FakeState state;

    /** A run in a new directory below {@code parent}. */
    FakeRun(long seed, Path parent) {
        this(seed, newDirectory(parent), false);
    }

    private FakeRun(long seed, Path directory, boolean resumed) {
        this.seed = new Seed(seed);
        this.directory = directory;
        this.resumed = resumed;
        this.state = new FakeState(this.seed);
        if (!AgentStatus.current().installed()) {
            DerivedSeeds.root(seed);
        }
    }

    private static Path newDirectory(Path parent) {
        try {
            return Files.createTempDirectory(parent, "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same run in what stands for another process. */
    FakeRun resumed() {
        return new FakeRun(seed.value(), directory, true);
    }

    /** The named stream, as {@code RunContext.random} gives it. */
    NamedStream random(String name) {
        return state.streams().stream(name);
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
    public void metric(String name, OptionalLong step, double value) {
        state.metrics.put(name + (step.isPresent() ? "@" + step.getAsLong() : ""), Double.toString(value));
    }

    @Override
    public long parameter(String name, long defaultValue) {
        return defaultValue;
    }

    @Override
    public double parameter(String name, double defaultValue) {
        return defaultValue;
    }

    @Override
    public boolean parameter(String name, boolean defaultValue) {
        return defaultValue;
    }

    @Override
    public String parameter(String name, String defaultValue) {
        return defaultValue;
    }

    @Override
    public Path input(String name, Path path) {
        return path;
    }

    @Override
    public Place place() {
        return here();
    }

    private static Place here() {
        return new Place(Lineage.current(), Lineage.path(), Lineage.isOrdered());
    }

    @Override
    public <T> Supplier<T> perPlace(Function<Place, T> initial) {
        return new PlaceLocal<>(() -> initial.apply(here()))::get;
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
        return resumed;
    }

    @Override
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    @Override
    public FakeState state() {
        return state;
    }

    @Override
    public RunJournal journal() {
        return new RunJournal() {
            @Override
            public void beforeCheckpoint() {
                // What this run was given is no test's subject.
            }

            @Override
            public void checkpointWritten(SortedMap<String, String> facts) {
                journal.add("written " + facts);
            }

            @Override
            public void checkpointRefused(SortedMap<String, String> facts) {
                journal.add("refused " + facts);
            }

            @Override
            public void checkpointFailed(SortedMap<String, String> facts) {
                journal.add("failed " + facts);
            }

            @Override
            public void continuedFrom(SortedMap<String, String> facts) {
                journal.add("continued " + facts);
            }
        };
    }

    @Override
    public boolean isStopRequested() {
        return stopRequested;
    }

    /** Streams and metrics. */
    static final class FakeState implements RunState {
        final SortedMap<String, String> metrics = new TreeMap<>();
        boolean settled;
        boolean unsavable;
        private final StreamSeeds streams;

        FakeState(Seed seed) {
            this.streams = new StreamSeeds(seed);
        }

        @Override
        public StreamSeeds streams() {
            return streams;
        }

        @Override
        public SortedMap<String, String> save() {
            if (unsavable) {
                throw new IllegalStateException("unsavable");
            }
            return new TreeMap<>(metrics);
        }

        @Override
        public Optional<String> obstacle(SortedMap<String, String> saved) {
            return Optional.empty();
        }

        @Override
        public void restore(SortedMap<String, String> saved) {
            metrics.clear();
            metrics.putAll(saved);
        }

        @Override
        public void restored() {
            settled = true;
        }
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
