package io.github.reprorun;

import io.github.reprorun.agent.Lineage;
import io.github.reprorun.agent.PlaceLocal;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.seed.StreamSeeds;
import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.Resource;
import io.github.reprorun.spi.RunJournal;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.spi.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what a run states of itself while it runs. Safe for use by several threads. */
final class RunRecord implements RunScope {
    private final RunSettings settings;
    private final RunDirectory runDirectory;
    private final RunJournalRecord journal;
    private final InputLedger inputs;
    private final StopRequest stop;
    private final StreamSeeds streams;
    private final MetricLedger metrics = new MetricLedger();
    private final ExpectationLedger expectations = new ExpectationLedger();
    private final HazardLedger hazards = new HazardLedger();
    private final MetSites sites = MetSites.fromNow();
    private final SortedMap<String, ParameterValue> parameters = new TreeMap<>();
    private final SortedMap<String, Resource> byproducts = new TreeMap<>();
    private final SortedMap<String, String> unpinned = new TreeMap<>();
    private @Nullable FollowedProgram program;
    private final RecordedState state;

    RunRecord(
            RunSettings settings,
            RunDirectory runDirectory,
            RunJournalRecord journal,
            InputLedger inputs,
            SavedOutputs outputs,
            StopRequest stop) {
        this.settings = settings;
        this.runDirectory = runDirectory;
        this.journal = journal;
        this.inputs = inputs;
        this.stop = stop;
        this.streams = new StreamSeeds(settings.seed());
        this.state = new RecordedState(this, runDirectory, outputs);
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
        return output;
    }

    @Override
    public synchronized void byproduct(Resource byproduct) {
        byproducts.put(byproduct.name(), byproduct);
    }

    @Override
    public void hazard(Hazard hazard) {
        hazards.add(hazard);
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
    public boolean isStopRequested() {
        return stop.isRequested();
    }

    @Override
    public void end(String reason) {
        stop.end(reason);
    }

    @Override
    public Path input(String name, Path path) {
        return inputs.add(name, settings.inputs().getOrDefault(name, path));
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
        return new Place(Lineage.current(), Lineage.path(), Lineage.isOrdered());
    }

    @Override
    public <T> Supplier<T> perPlace(Function<Place, T> initial) {
        return new PlaceLocal<>(() -> initial.apply(here()))::get;
    }

    synchronized ParameterValue parameter(String name, ParameterValue defaultValue) {
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

    StreamSeeds streams() {
        return streams;
    }

    @Override
    public void metric(String name, OptionalLong step, double value) {
        requireName("metric name", name);
        expectations.recorded(name);
        restore(new Metric(name, step, value));
    }

    /** Puts a metric in that was recorded before the run was interrupted; this process may still declare what it expects. */
    void restore(Metric metric) {
        metrics.add(metric);
    }

    ExpectedMetric expect(String metric) {
        requireName("metric name", metric);
        return new ExpectedMetric(expectations, metric);
    }

    ExpectedOutput expectOutput(String name) {
        return new ExpectedOutput(expectations, runDirectory.subject(runDirectory.resolveOutput(name)));
    }

    ExpectationLedger expectations() {
        return expectations;
    }

    /** A name that the manifest can hold and the result digest can tell from every other. */
    private static void requireName(String subject, String name) {
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

    RunSettings settings() {
        return settings;
    }

    InputLedger inputs() {
        return inputs;
    }

    /** Records from now on what a wrapped program does with files. */
    synchronized void follow(FollowedProgram wrapped) {
        program = wrapped;
    }

    /** The program that was wrapped, if one was. */
    synchronized Optional<FollowedProgram> program() {
        return Optional.ofNullable(program);
    }

    List<Metric> metrics() {
        return metrics.metrics();
    }

    /** What the extensions reported and what the agent met. */
    List<Hazard> hazards() {
        HazardLedger all = new HazardLedger();
        for (Hazard reported : hazards.hazards()) {
            all.add(reported);
        }
        for (Hazard met : sites.hazards()) {
            all.add(met);
        }
        return all.hazards();
    }

    /** Counts {@code hazard} as often as an earlier process met it, unless this one met it as often. */
    void hazardsAtLeast(Hazard hazard) {
        long known = hazards().stream()
                .filter(met -> HazardLedger.isSameSite(met, hazard))
                .mapToLong(Hazard::count)
                .sum();
        if (known < hazard.count()) {
            hazards.add(HazardLedger.withCount(hazard, hazard.count() - known));
        }
    }

    synchronized SortedMap<String, ParameterValue> parameters() {
        return new TreeMap<>(parameters);
    }

    synchronized List<Resource> byproducts() {
        return new ArrayList<>(byproducts.values());
    }

    synchronized SortedMap<String, String> unpinned() {
        return new TreeMap<>(unpinned);
    }
}
