package io.github.reprorun.spi.testing;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.place.AgentStatus;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import io.github.reprorun.internal.agent.place.PlaceLocal;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.seed.StreamSeeds;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.Repetition;
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

/**
 * A run of nothing but its ledgers, for tests of one extension: it starts no JVM, writes no manifest, seeds no generator and
 * digests no file. What the extension tells it is kept to be asserted:
 *
 * <pre>{@code
 * FakeRun run = new FakeRun(7, folder).withParameter("toy.strength", 0.0);
 * try (ToySession session = (ToySession) new ToyExtension().open(run)) {
 *     session.train(file);
 * }
 * assertThat(run.metrics()).containsExactly(new FakeRun.Metric("toy.sum", OptionalLong.empty(), 6));
 * }</pre>
 *
 * <p>{@link #place} is the place of the thread that asks, as in a run without the agent: a thread that the test starts has
 * another, a task of a pool has its worker's.
 *
 * <p>The ledgers may be written by several threads; the rest is for the one that tests.
 */
public final class FakeRun implements RunScope {
    private final List<Hazard> hazards = new ArrayList<>();
    private final SortedMap<String, Resource> byproducts = new TreeMap<>();
    private final SortedMap<String, String> unpinned = new TreeMap<>();
    private final List<String> journal = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private final SortedMap<String, ParameterValue> given = new TreeMap<>();
    private final SortedMap<String, ParameterValue> parameters = new TreeMap<>();
    private final SortedMap<String, Path> inputs = new TreeMap<>();
    private final Seed seed;
    private final Path directory;
    private final boolean resumed;
    private final FakeState state;
    private volatile boolean stopRequested;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Repetition repetition = Repetition.none();

    /**
     * A run in a new directory below {@code parent}, with as many native threads as there are processors.
     *
     * @param seed not 0
     * @param parent a folder that is there
     */
    public FakeRun(long seed, Path parent) {
        this(new Seed(seed), newDirectory(parent), false);
    }

    private FakeRun(Seed seed, Path directory, boolean resumed) {
        this.seed = seed;
        this.directory = directory;
        this.resumed = resumed;
        this.state = new FakeState(seed);
        if (!AgentStatus.current().installed()) {
            DerivedSeeds.root(seed.value());
        }
    }

    /** Named by a number: a name that is drawn would be a hazard of the test's own. */
    private static Path newDirectory(Path parent) {
        try {
            Path directory = parent.resolve("run0");
            for (int i = 1; Files.exists(directory); i++) {
                directory = parent.resolve("run" + i);
            }
            return Files.createDirectory(directory).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same run in what stands for another process. */
    public FakeRun resumed() {
        return new FakeRun(seed, directory, true);
    }

    /** As if the run had been given {@code count} native threads; this run. */
    public FakeRun withThreads(int count) {
        threads = count;
        return this;
    }

    /**
     * As if the user had overruled the default of the parameter called {@code name}; this run.
     *
     * @param value an int, long, double, boolean or text
     * @throws IllegalArgumentException if {@code value} is anything else
     */
    public synchronized FakeRun withParameter(String name, Object value) {
        given.put(name, ParameterValue.of(value));
        return this;
    }

    /** As if the run had been started to repeat another; this run. */
    public FakeRun repeating(Repetition other) {
        repetition = other;
        return this;
    }

    /** As if the run were asked to end, or no longer. */
    public void requestStop(boolean isRequested) {
        stopRequested = isRequested;
    }

    /** The named stream, as {@code RunContext.random} gives it. */
    public NamedStream random(String name) {
        return state.streams().stream(name);
    }

    /** The hazards that were reported, in the order in which they came. */
    public synchronized List<Hazard> hazards() {
        return List.copyOf(hazards);
    }

    /** What the extension said that the run made, by name. */
    public synchronized SortedMap<String, Resource> byproducts() {
        return new TreeMap<>(byproducts);
    }

    /** What the extension said could not be pinned, and why. */
    public synchronized SortedMap<String, String> unpinned() {
        return new TreeMap<>(unpinned);
    }

    /** The metrics that were recorded, in the order in which they came, whatever stood under their names before. */
    public synchronized List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    /** The epochs that were told, in the order in which they came. */
    public synchronized List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /** The parameters that were asked for, with what the extension got. */
    public synchronized SortedMap<String, ParameterValue> parameters() {
        return new TreeMap<>(parameters);
    }

    /** The inputs that were asked for, with their files or folders. */
    public synchronized SortedMap<String, Path> inputs() {
        return new TreeMap<>(inputs);
    }

    /** What the extension told the journal of checkpoints: {@code written}, {@code refused}, and so on, with the facts. */
    public synchronized List<String> journalEntries() {
        return List.copyOf(journal);
    }

    private synchronized void enter(String what, SortedMap<String, String> facts) {
        journal.add(what + " " + facts);
    }

    @Override
    public long parameter(String name, long defaultValue) {
        return (Long) recorded(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public double parameter(String name, double defaultValue) {
        return (Double) recorded(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public boolean parameter(String name, boolean defaultValue) {
        return (Boolean) recorded(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public String parameter(String name, String defaultValue) {
        return (String) recorded(name, ParameterValue.of(defaultValue)).value();
    }

    private synchronized ParameterValue recorded(String name, ParameterValue defaultValue) {
        ParameterValue value = parameters.getOrDefault(name, given.getOrDefault(name, defaultValue));
        if (!value.type().equals(defaultValue.type())) {
            throw new UsageException(
                    "parameter " + name, "given as " + value.type() + ", asked for as " + defaultValue.type());
        }
        parameters.put(name, value);
        return value;
    }

    @Override
    public synchronized Path input(String name, Path path) {
        Path before = inputs.putIfAbsent(name, path);
        if (before != null && !before.equals(path)) {
            throw new UsageException("input " + name, "stands for " + before + " already, asked for as " + path);
        }
        return path;
    }

    @Override
    public Place place() {
        return here();
    }

    private static Place here() {
        return new Place(CurrentPlace.current(), CurrentPlace.path(), CurrentPlace.isOrdered());
    }

    @Override
    public <T> Supplier<T> perPlace(Function<Place, T> initial) {
        return new PlaceLocal<>(() -> initial.apply(here()))::get;
    }

    @Override
    public synchronized void epoch(String network, long number, long iterations, double score) {
        epochs.add(new Epoch(network, number, iterations, score));
    }

    @Override
    public Seed seed() {
        return seed;
    }

    @Override
    public int threads() {
        return threads;
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
    public synchronized void metric(String name, OptionalLong step, double value) {
        metrics.add(new Metric(name, step, value));
        state.metrics().put(name + (step.isPresent() ? "@" + step.getAsLong() : ""), Double.toString(value));
    }

    @Override
    public synchronized void byproduct(Resource byproduct) {
        byproducts.put(byproduct.name(), byproduct);
    }

    @Override
    public synchronized void hazard(Hazard hazard) {
        hazards.add(hazard);
    }

    @Override
    public synchronized void unpinned(String what, String reason) {
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
                enter("written", facts);
            }

            @Override
            public void checkpointRefused(SortedMap<String, String> facts) {
                enter("refused", facts);
            }

            @Override
            public void checkpointFailed(SortedMap<String, String> facts) {
                enter("failed", facts);
            }

            @Override
            public void continuedFrom(SortedMap<String, String> facts) {
                enter("continued", facts);
            }
        };
    }

    @Override
    public Repetition repetition() {
        return repetition;
    }

    @Override
    public boolean isStopRequested() {
        return stopRequested;
    }

    /** Ends the training as in a JVM that exits: by nothing that the program catches. */
    @Override
    public void end(String reason) {
        throw new Ended(reason);
    }

    /**
     * One call of {@link RunScope#metric}. Immutable.
     *
     * @param name what was measured
     * @param step an epoch or an iteration, or empty for the run's own
     * @param value the measurement
     */
    public record Metric(String name, OptionalLong step, double value) {}

    /**
     * One call of {@link RunScope#epoch}. Immutable.
     *
     * @param network what the network is called
     * @param number how many passes it has finished in all
     * @param iterations how many times its parameters were updated in all
     * @param score the loss of the last batch, NaN if it is not known
     */
    public record Epoch(String network, long number, long iterations, double score) {}

    /** Streams and metrics. Streams may be shared by threads as in a run; metrics are for the one that tests. */
    public static final class FakeState implements RunState {
        private final SortedMap<String, String> metrics = Collections.synchronizedSortedMap(new TreeMap<>());
        private final StreamSeeds streams;
        private volatile boolean unsavable;

        private FakeState(Seed seed) {
            this.streams = new StreamSeeds(seed);
        }

        /** The metrics as text, by name, or name and step as {@code loss@3}; a test may put others there. */
        public SortedMap<String, String> metrics() {
            return metrics;
        }

        /** From now on {@link #save} fails with an {@link IllegalStateException}. */
        public void failToSave() {
            unsavable = true;
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
            // There is nothing else that waits for it.
        }
    }

    /** That the training was ended; its message is the reason. */
    public static final class Ended extends Error {
        private static final long serialVersionUID = 1L;

        private Ended(String reason) {
            super(reason);
        }
    }
}
