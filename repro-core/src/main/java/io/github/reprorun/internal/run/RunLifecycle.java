package io.github.reprorun.internal.run;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.internal.agent.place.AgentStatus;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunDirectoryOpener;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.environment.Instructions;
import io.github.reprorun.internal.follow.FollowedProgram;
import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.internal.record.CheckpointedOutputs;
import io.github.reprorun.internal.record.InputLedger;
import io.github.reprorun.internal.record.RunEvents;
import io.github.reprorun.internal.record.RunLedger;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.internal.record.SeriesLedger;
import io.github.reprorun.internal.record.StopRequest;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.observe.RunListener;
import io.github.reprorun.signing.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run from its first check to its manifest. Immutable; one {@link #run} makes one run directory.
 *
 * @param origin the start of this JVM
 * @param listeners those of the program; the class path may name more
 */
public record RunLifecycle(RunSettings settings, RunOrigin origin, List<RunListener> listeners, Clock clock) {
    /**
     * Runs it.
     *
     * @param processor its capabilities, determined in parallel
     * @return the record of the run, which lies in {@link RunSettings#directory}; empty if the run ends with this JVM,
     *     after the shutdown hooks of the program
     */
    public Optional<Manifest> run(RunBody body, BackgroundResult<Instructions> processor) {
        if (!AgentStatus.current().installed()) {
            DerivedSeeds.root(settings.seed().value());
            ConsoleMessages.printUnpinned(System.err);
        }
        BackgroundEvidence evidence = BackgroundEvidence.of(origin.profile(), settings.runsDirectory());
        ProcessorCheck.requireInstructions(origin.profile(), processor.result());
        Optional<Path> keyFile = settings.signingKey();
        Optional<SigningKey> key = keyFile.isPresent() ? Optional.of(SigningKey.read(keyFile.get())) : Optional.empty();
        MemoryReserve reserve = new MemoryReserve();
        StopRequest stop = new StopRequest();
        AtomicReference<@Nullable RunHistory> begun = new AtomicReference<>();
        try (OpenedResources opened = new OpenedResources()) {
            RunDirectory directory = opened.add(directory(begun));
            RunLog log = opened.add(RunLog.open(directory.log(), settings.id(), settings.logFormat()));
            RunEvents events = opened.add(events(log, key));
            ExtensionSessions sessions = opened.add(new ExtensionSessions());
            RunHistory journal = journal(begun.get(), directory.path());
            RunLedger record = new RunLedger(
                    settings,
                    directory,
                    journal,
                    new InputLedger(directory, clock),
                    new CheckpointedOutputs(directory, clock),
                    new SeriesLedger(directory, clock),
                    stop,
                    events);
            RunStatement statement = new RunStatement(origin, record, directory, journal, log, sessions, evidence);
            journal.ask(() -> given(record, directory, evidence));
            RunEnding ending = new RunEnding(statement, events, directory, journal, key, stop, reserve, clock);
            Thread hook = new Thread(ending::shutDown, "reprorun-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            ThreadDeaths deaths = ThreadDeaths.watch(record::hazard);
            try {
                events.started(settings, directory.path());
                sessions.open(record);
                if (settings.resumed()) {
                    journal.continuedFromTheStartUnlessSaid();
                }
                compareNumerics(sessions);
                evidence.awaitCodeAround(origin.profile());
                evidence.awaitInSmallHeap();
                if (body.mayEndInHooks()) {
                    ending.endLast();
                } else {
                    record.follow(FollowedProgram.beginTraining(
                            record,
                            settings.runsDirectory(),
                            origin.entryPoint().classPath(),
                            clock));
                }
                statement.trainingBegins();
                body.run(record, sessions);
                if (ending.awaitsHooks()) {
                    opened.keepOpen();
                    return Optional.empty();
                }
                return Optional.of(ending.succeeded());
            } catch (Throwable failure) {
                ending.failed(failure);
                throw unchecked(failure);
            } finally {
                deaths.close();
                if (!opened.areKeptOpen()) {
                    removeHook(hook);
                }
            }
        }
    }

    private RunEvents events(RunLog log, Optional<SigningKey> key) {
        Optional<String> keyid = key.isPresent() ? Optional.of(key.get().keyid()) : Optional.empty();
        ConsoleListener console = new ConsoleListener(settings, keyid, log);
        RunEvents events = new RunEvents(clock, console, console, RunEvents.CAPACITY, RunEvents.PATIENCE);
        events.listen(listeners);
        return events;
    }

    /** In a separate thread, so that its draws and the tasks it submits to pools do not shift those of the training. */
    private void compareNumerics(ExtensionSessions sessions) {
        if (!settings.numerics().isEmpty()) {
            SortedMap<String, Evidence<String>> here = BackgroundResult.begin(
                            "reprorun-numerics", sessions::environment)
                    .result();
            ConsoleMessages.printNumerics(System.err, ProcessorCheck.numericsThatDiffer(settings.numerics(), here));
        }
    }

    /** A journal that this process has begun need not be read back, which would take longer than writing it. */
    private RunHistory journal(@Nullable RunHistory begun, Path directory) {
        return begun == null ? RunHistory.resume(directory, clock) : begun.in(directory);
    }

    private RunDirectory directory(AtomicReference<@Nullable RunHistory> begun) {
        RunsDirectory runs = new RunsDirectory(settings.runsDirectory());
        return settings.resumed()
                ? RunDirectoryOpener.reopen(runs, settings.run())
                : RunDirectoryOpener.create(
                        runs,
                        settings.run(),
                        made -> begun.set(RunHistory.begin(made, clock, beginning(), settings.start())));
    }

    /** The facts known before the training begins. */
    private RunDefinition beginning() {
        return origin.definition(settings, settings.recorded(), Collections.emptySortedMap(), List.of());
    }

    /**
     * The facts known before a checkpoint, as far as a resumed run must match them; the values of metrics are durable
     * then.
     */
    private RunDefinition given(RunLedger record, RunDirectory directory, BackgroundEvidence evidence) {
        record.series().force();
        List<Resource> dependencies = new ArrayList<>(record.inputs().resources());
        CodeEvidence code = evidence.code().result();
        directory.keepCodeListings(code.listings()); // The end tries again, and states a problem.
        dependencies.addAll(code.entries());
        return origin.definition(settings, record.parameters(), record.variables(), dependencies);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs or has run; the ending lets only the first of the two decide how the run ended.
        }
    }

    /** Throws {@code failure} as it is; the type argument keeps the compiler from asking for a declaration. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
