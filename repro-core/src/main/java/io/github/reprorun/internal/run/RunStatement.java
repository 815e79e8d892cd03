package io.github.reprorun.internal.run;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UncontrolledException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.follow.FollowedProgram;
import io.github.reprorun.internal.launch.DeclaredVariables;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.RunStart;
import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.internal.record.RunEvents;
import io.github.reprorun.internal.record.RunLedger;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.NewerFields;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.ResultDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds the statement of a run from its records. Confined to the ending of the run. */
final class RunStatement implements AutoCloseable {
    private static final String VARIABLE = "variable.";
    private static final String PROPERTIES = "properties.set";

    private final RunOrigin origin;
    private final RunLedger record;
    private final RunDirectory directory;
    private final RunHistory journal;
    private final RunLog log;
    private final ExtensionSessions sessions;
    private final BackgroundEvidence evidence;
    private final Instant startedOn;
    private Map<Object, Object> properties;
    private @Nullable SortedMap<String, Evidence<String>> factsOfExtensions;
    private @Nullable List<Resource> dependenciesOfExtensions;
    private @Nullable Evidence<String> propertiesSet;
    private @Nullable RunDefinition definition;
    private @Nullable List<ReproException> uncollected;
    private @Nullable List<Resource> inputs;

    RunStatement(
            RunOrigin origin,
            RunLedger record,
            RunDirectory directory,
            RunHistory journal,
            RunLog log,
            ExtensionSessions sessions,
            BackgroundEvidence evidence) {
        this.origin = origin;
        this.record = record;
        this.directory = directory;
        this.journal = journal;
        this.log = log;
        this.sessions = sessions;
        this.evidence = evidence;
        this.startedOn = journal.startedOn();
        this.properties = Map.copyOf(System.getProperties());
    }

    /** Called when the training is about to begin: what has happened to system properties by then is not its doing. */
    void trainingBegins() {
        properties = Map.copyOf(System.getProperties());
        RunStart.trainingBegins();
    }

    /** Called when the training has ended. */
    private void trainingHasEnded() {
        RunStart.trainingEnds();
        if (propertiesSet == null) {
            propertiesSet = observePropertiesSet();
        }
    }

    /**
     * Asks the extensions for their facts now, if that was not done before: not all libraries can be asked for the first time
     * while the JVM shuts down.
     */
    void observeExtensions() {
        trainingHasEnded();
        if (factsOfExtensions == null) {
            dependenciesOfExtensions = sessions.dependencies();
            factsOfExtensions = sessions.environment();
        }
    }

    private SortedMap<String, Evidence<String>> factsKnown() {
        return Objects.requireNonNull(factsOfExtensions);
    }

    RunSettings settings() {
        return record.settings();
    }

    /** @throws io.github.reprorun.failure.ReproException if an extension knows that the run did not succeed */
    void requireFinished() {
        sessions.finish();
    }

    /** Why the run failed, as its manifest says it. */
    String cause(Throwable failure) {
        return FailureCause.of(failure, origin.profile().classPath());
    }

    /** @throws UsageException if somebody gave the run a parameter, or a stream its seed, that the training did not ask for */
    void requireGivenAskedFor() {
        requireAskedFor(
                "parameter",
                settings().choices().parameters().keySet(),
                record.parameters().keySet());
        requireAskedFor(
                "stream",
                settings().choices().streams().keySet(),
                record.streams().seeds().keySet());
    }

    private static void requireAskedFor(String kind, Set<String> given, Set<String> asked) {
        SortedSet<String> unasked = new TreeSet<>(given);
        unasked.removeAll(asked);
        if (!unasked.isEmpty()) {
            throw new UsageException(
                    kind + (unasked.size() == 1 ? " " : "s ") + String.join(", ", unasked),
                    GivenChoices.UNASKED + (unasked.size() == 1 ? "it" : "them")
                            + "; it asked for "
                            + (asked.isEmpty() ? "none" : String.join(", ", asked)));
        }
    }

    /** @throws io.github.reprorun.failure.InputChangedException if an input has changed since it was digested */
    void requireInputsUnchanged() {
        record.inputs().requireUnchanged();
        Optional<FollowedProgram> program = record.program();
        if (program.isPresent()) {
            program.get().requireInputsUnchanged();
        }
    }

    /** Copies the files that a wrapped program left to the outputs, once; returns the problems each time. */
    List<ReproException> collectOutputs() {
        if (uncollected == null) {
            trainingHasEnded();
            uncollected = outputsOfProgram();
        }
        return uncollected;
    }

    private List<ReproException> outputsOfProgram() {
        Optional<FollowedProgram> program = record.program();
        if (program.isEmpty()) {
            return List.of();
        }
        program.get().end(recordedVariables());
        List<ReproException> problems = program.get().collectOutputs(directory);
        timedOutputs().keySet().forEach(name -> record.expectations().known(Expectation.mayDiffer(name)));
        return problems;
    }

    /** The outputs that may differ because a library writes the time into them, each with the class that does. */
    SortedMap<String, String> timedOutputs() {
        Optional<FollowedProgram> program = record.program();
        SortedMap<String, String> timed = new TreeMap<>();
        if (program.isPresent()) {
            timed.putAll(program.get().timedOutputs(directory.path()));
            timed.keySet().removeIf(name -> !Files.exists(directory.path().resolve(name)));
        }
        return timed;
    }

    /** The names of the system properties that the run set or changed; values may be secrets. */
    private Evidence<String> observePropertiesSet() {
        SortedSet<String> names = new TreeSet<>();
        System.getProperties().forEach((name, value) -> {
            if (!value.equals(properties.get(name))) {
                names.add(name.toString());
            }
        });
        return Evidence.observed(names.isEmpty() ? "none" : String.join(" ", names));
    }

    private Set<String> recordedVariables() {
        Set<String> names = new HashSet<>(origin.profile().environment().keySet());
        for (String fact : record.variables().keySet()) {
            names.add(fact.substring(DeclaredVariables.FACT.length()));
        }
        for (String fact : evidence.environment().result().keySet()) {
            if (fact.startsWith(VARIABLE)) {
                names.add(fact.substring(VARIABLE.length()));
            }
        }
        return names;
    }

    /** Records what is not known of the run, with the reason. */
    void unpinned(String what, String reason) {
        record.unpinned(what, reason);
    }

    /** Whether a wrapped program has asked the JVM to end. */
    boolean hasExited() {
        Optional<FollowedProgram> program = record.program();
        return program.isPresent() && program.get().hasExited();
    }

    /** Whether a wrapped program has asked the JVM to end, with a status of success. */
    boolean hasExitedWell() {
        Optional<FollowedProgram> program = record.program();
        return program.isPresent() && program.get().hasExitedWell();
    }

    /** @throws UncontrolledException if the run is strict and met a source of chance that was not held */
    void requireControlled() {
        if (!settings().strict()) {
            return;
        }
        List<String> uncontrolled = record.hazards().stream()
                .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .map(hazard -> hazard.kind() + " at " + hazard.place() + " (" + hazard.advice() + ")")
                .toList();
        if (!uncontrolled.isEmpty()) {
            throw new UncontrolledException(
                    settings().name(),
                    "the run is strict, and met what cannot be held: " + String.join("; ", uncontrolled));
        }
    }

    /**
     * @throws io.github.reprorun.failure.BrokenExpectationException if the run did not meet an expectation that it
     *     declared
     */
    void requireExpected() {
        record.expectations().requireMet(record.metrics(), record.series().series(), this::isMade);
    }

    private boolean isMade(Expectation output) {
        return Files.exists(directory.path().resolve(output.name()))
                || (output.isPattern() && directory.subjectNames().stream().anyMatch(output::covers));
    }

    /**
     * Lets the listeners process their events and asks the extensions for their facts, then closes all writers into the
     * run directory.
     */
    @Override
    public void close() {
        if (definition == null) {
            record.tellHazardsOfAgent();
            record.events().settle();
        }
        definition();
        sessions.close();
        record.series().close();
        log.close();
    }

    /** @throws io.github.reprorun.failure.UnwritableException if a value of a metric cannot be written */
    void requireMetricsWritten() {
        record.series().flush();
    }

    /** The records that could not be written; known after this is closed. */
    List<ReproException> lost() {
        Optional<UnwritableException> lost = record.series().lost();
        return lost.isPresent() ? List.of(lost.get()) : List.of();
    }

    /** Digests the run's results and states them with all other facts. */
    Manifest manifest(RunStatus status, Optional<String> cause, Instant finishedOn) throws IOException {
        RunDefinition definition = definition();
        SortedMap<String, Sha256> subjects = directory.subjects();
        SortedMap<String, ParameterValue> parameters = record.parameters();
        List<Metric> metrics = record.metrics();
        List<MetricSeries> series = record.series().series();
        List<Resource> byproducts = record.byproducts();
        return new Manifest(
                subjects,
                definition,
                new RunDetails(
                        LibraryVersion.versions(),
                        settings().id(),
                        startedOn,
                        finishedOn,
                        status,
                        cause,
                        journal.interruptions(),
                        byproducts),
                metrics,
                series,
                record.expectations().expectations(),
                record.hazards(),
                RunResources.used(startedOn, finishedOn),
                ResultDigest.of(inputs(), parameters, settings().seed(), subjects, metrics, series, byproducts),
                settings().parent(),
                settings().labels(),
                NewerFields.NONE);
    }

    private List<Resource> inputs() {
        if (inputs == null) {
            List<Resource> all = new ArrayList<>(record.inputs().resources());
            Optional<FollowedProgram> program = record.program();
            if (program.isPresent()) {
                Set<String> declared = new HashSet<>();
                for (Resource input : all) {
                    declared.add(input.name());
                }
                for (InputResource read :
                        program.get().inputs(evidence.code().result().paths(), declared, directory)) {
                    all.add(read.resource());
                }
            }
            inputs = all;
        }
        return inputs;
    }

    /** Built once, because closed sessions give no more facts. */
    private RunDefinition definition() {
        if (definition == null) {
            List<Resource> dependencies = new ArrayList<>(inputs());
            dependencies.addAll(evidence.code().result().entries());
            observeExtensions();
            List<Resource> ofExtensions = Objects.requireNonNull(dependenciesOfExtensions);
            dependencies.addAll(ofExtensions);
            dependencies.addAll(evidence.libraries().resources(ofExtensions));
            definition = definition(dependencies);
        }
        return definition;
    }

    private RunDefinition definition(List<Resource> dependencies) {
        SortedMap<String, Evidence<String>> environment =
                new TreeMap<>(evidence.environment().result());
        environment.put("log", log.evidence());
        Optional<IOException> unlisted =
                directory.keepCodeListings(evidence.code().result().listings());
        if (unlisted.isPresent()) {
            environment.put(
                    "code.listings", Evidence.unavailable("they could not be written (" + unlisted.get() + ")"));
        }
        environment.putAll(record.events().facts());
        environment.putAll(record.variables());
        trainingHasEnded();
        environment.put(PROPERTIES, Objects.requireNonNull(propertiesSet));
        SortedMap<String, String> unpinned = UnpinnedFacts.of(origin.profile(), System.getenv());
        unpinned.putAll(record.unpinned());
        addSecrets(unpinned);
        addFactsOfExtensions(environment, unpinned);
        SortedMap<String, String> streams = new TreeMap<>();
        for (Map.Entry<String, Long> stream : record.streams().seeds().entrySet()) {
            streams.put(stream.getKey(), Long.toString(stream.getValue()));
        }
        return origin.definition(settings(), record.parameters(), streams, unpinned, environment, dependencies);
    }

    /** A digest of a secret would let others guess it, so nobody can tell whether another run has the same. */
    private void addSecrets(SortedMap<String, String> unpinned) {
        String reason = "it is not recorded, so it is not compared with that of another run";
        record.variables().forEach((fact, value) -> {
            if (value.fold(known -> known, why -> "").contains(Redaction.MARK)) {
                unpinned.put("secret in variable " + fact.substring(DeclaredVariables.FACT.length()), reason);
            }
        });
        List<String> arguments = Redaction.ofArguments(origin.arguments());
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).contains(Redaction.MARK)) {
                unpinned.put("secret in argument " + (i + 1), reason);
            }
        }
    }

    /** No extension can put its own word in the place of the core's, or where facts are not compared. */
    private void addFactsOfExtensions(
            SortedMap<String, Evidence<String>> environment, SortedMap<String, String> unpinned) {
        for (Map.Entry<String, Evidence<String>> fact : factsKnown().entrySet()) {
            String name = fact.getKey();
            if (environment.containsKey(name) || name.startsWith(RunEvents.FACT)) {
                unpinned.put("fact " + name, "an extension states it, and only the core can; its value was left out");
            } else {
                environment.put(name, fact.getValue());
            }
        }
    }
}
