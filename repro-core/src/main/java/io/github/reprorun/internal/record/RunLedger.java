package io.github.reprorun.internal.record;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.agent.place.PlaceLocal;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.follow.FollowedProgram;
import io.github.reprorun.internal.launch.DeclaredVariables;
import io.github.reprorun.internal.launch.RepetitionProperties;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.seed.StreamSeeds;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.Repetition;
import io.github.reprorun.spi.RunJournal;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.spi.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the statements of a run while it runs. Safe for use by several threads. */
public final class RunLedger implements RunScope {
    private final RunSettings settings;
    private final RunDirectory runDirectory;
    private final InputLedger inputs;
    private final StopRequest stop;
    private final StreamSeeds streams;
    private final MetricLedger metrics = new MetricLedger();
    private final SeriesLedger series;
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();
    private final ExpectationLedger expectations = new ExpectationLedger();
    private final HazardLedger hazards = new HazardLedger(AgentHazards.fromNow());
    private final ByproductLedger byproducts = new ByproductLedger();
    private final SortedMap<String, ParameterValue> parameters = new TreeMap<>();
    private final SortedMap<String, String> unpinned = new TreeMap<>();
    private final SortedMap<String, Evidence<String>> variables = new TreeMap<>();
    private @Nullable FollowedProgram program;
    private final RunEvents events;
    private final RunJournal journal;
    private final CheckpointedLedger state;

    public RunLedger(
            RunSettings settings,
            RunDirectory runDirectory,
            RunHistory journal,
            InputLedger inputs,
            CheckpointedOutputs outputs,
            SeriesLedger series,
            StopRequest stop,
            RunEvents events) {
        this.settings = settings;
        this.runDirectory = runDirectory;
        this.journal = new ObservedJournal(journal, events);
        this.inputs = inputs;
        this.series = series;
        this.stop = stop;
        this.events = events;
        this.streams = new StreamSeeds(settings.seed(), settings.choices().streams());
        this.state = new CheckpointedLedger(streams, metrics, series, hazards, byproducts, runDirectory, outputs);
    }

    @Override
    public Seed seed() {
        return settings.seed();
    }

    @Override
    public int threads() {
        return settings.threads();
    }

    @Override
    public Path directory() {
        return runDirectory.path();
    }

    @Override
    public Path output(String name) {
        Path output = runDirectory.output(name);
        expectations.made(runDirectory.subject(output));
        events.output(name, output);
        return output;
    }

    @Override
    public void byproduct(Resource byproduct) {
        byproducts.add(byproduct);
    }

    @Override
    public void hazard(Hazard hazard) {
        if (!CurrentPlace.isApart() && hazards.add(hazard)) {
            events.hazard(hazard);
        }
    }

    @Override
    public synchronized void unpinned(String what, String reason) {
        unpinned.put(what, reason);
    }

    @Override
    public boolean isResumed() {
        return settings.resumed();
    }

    @Override
    public Path checkpoints() {
        return runDirectory.checkpoints();
    }

    @Override
    public RunState state() {
        return state;
    }

    @Override
    public RunJournal journal() {
        return journal;
    }

    @Override
    public Repetition repetition() {
        return RepetitionProperties.read(System.getProperties());
    }

    @Override
    public boolean isStopRequested() {
        return stop.isRequested();
    }

    @Override
    public void end(String reason) {
        stop.end(reason);
    }

    @Override
    public Path input(String name, Path path) {
        Path place = settings.inputs().getOrDefault(name, path);
        Optional<FollowedProgram> followed = program();
        if (followed.isPresent()) {
            followed.get().declare(place);
        }
        Path input = inputs.add(name, place);
        events.input(name, input, inputs);
        return input;
    }

    @Override
    public long parameter(String name, long defaultValue) {
        return (Long) parameter(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public double parameter(String name, double defaultValue) {
        return (Double) parameter(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public boolean parameter(String name, boolean defaultValue) {
        return (Boolean) parameter(name, ParameterValue.of(defaultValue)).value();
    }

    @Override
    public String parameter(String name, String defaultValue) {
        return (String) parameter(name, ParameterValue.of(defaultValue)).value();
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

    public synchronized ParameterValue parameter(String name, ParameterValue defaultValue) {
        requireName("parameter name", name);
        ParameterValue value =
                parameters.containsKey(name) ? parameters.get(name) : settings.parameter(name, defaultValue);
        if (!value.type().equals(defaultValue.type())) {
            throw new UsageException(
                    "parameter " + name, "recorded as " + value.type() + ", asked for as " + defaultValue.type());
        }
        requireEncodable("parameter " + name, value.text());
        parameters.put(name, value);
        return value;
    }

    /** The value of an environment variable, which is recorded; empty if it is not set. */
    public synchronized Optional<String> variable(String name) {
        requireName("variable name", name);
        Optional<String> value = Optional.ofNullable(System.getenv(name));
        variables.put(DeclaredVariables.FACT + name, DeclaredVariables.fact(name, value));
        return value;
    }

    /** The environment variables that the training declared, as facts of the environment. */
    public synchronized SortedMap<String, Evidence<String>> variables() {
        return new TreeMap<>(variables);
    }

    public StreamSeeds streams() {
        return streams;
    }

    @Override
    public void metric(String name, OptionalLong step, double value) {
        if (!recorded.contains(name)) { // The next lines take as long as recording a value.
            requireName("metric name", name);
            SeriesLedger.requireName(name);
            expectations.recorded(name);
            recorded.add(name);
        }
        if (step.isPresent()) {
            series.add(name, step.getAsLong(), value);
        } else {
            metrics.add(new Metric(name, value));
        }
        events.metric(name, step, value);
    }

    @Override
    public void epoch(String network, long number, long iterations, double score) {
        events.epoch(network, number, iterations, score);
    }

    /** The output called {@code name}, as the manifest names it. */
    public String outputSubject(String name) {
        return runDirectory.subject(runDirectory.resolveOutput(name));
    }

    public ExpectationLedger expectations() {
        return expectations;
    }

    /** Requires a name that the manifest can hold and the result digest can distinguish from every other. */
    public static void requireName(String subject, String name) {
        if (name.isBlank()) {
            throw new UsageException(subject, "is blank");
        }
        requireEncodable(subject, name);
    }

    private static void requireEncodable(String subject, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UsageException(subject, "\"" + text + "\" holds half a surrogate pair");
        }
    }

    public RunSettings settings() {
        return settings;
    }

    public InputLedger inputs() {
        return inputs;
    }

    /** From now on records what the program opens. */
    public synchronized void follow(FollowedProgram wrapped) {
        program = wrapped;
    }

    /** The program, if it is followed. */
    public synchronized Optional<FollowedProgram> program() {
        return Optional.ofNullable(program);
    }

    /** The values of the run as a whole. */
    public List<Metric> metrics() {
        return metrics.metrics();
    }

    /** The values by step. */
    public SeriesLedger series() {
        return series;
    }

    /** The reports to the run's listeners. */
    public RunEvents events() {
        return events;
    }

    /**
     * Reports to the listeners the hazards that the agent met; the agent counts them silently until the training has
     * ended.
     */
    public void tellHazardsOfAgent() {
        for (Hazard met : hazards.metByAgent()) {
            events.hazard(met);
        }
    }

    /** The hazards that the extensions reported and that the agent met. */
    public List<Hazard> hazards() {
        return hazards.hazards();
    }

    public synchronized SortedMap<String, ParameterValue> parameters() {
        return new TreeMap<>(parameters);
    }

    public List<Resource> byproducts() {
        return byproducts.byproducts();
    }

    public synchronized SortedMap<String, String> unpinned() {
        return new TreeMap<>(unpinned);
    }
}
