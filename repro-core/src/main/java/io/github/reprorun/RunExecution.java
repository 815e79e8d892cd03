package io.github.reprorun;

import io.github.reprorun.agent.AgentStatus;
import io.github.reprorun.agent.DerivedSeeds;
import io.github.reprorun.journal.Journal;
import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.log.RunLog;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.signing.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One run from its first check to its manifest. Immutable; one {@link #run} makes one run directory.
 *
 * @param profile what this JVM was started with
 * @param arguments of {@code main}, where they are known
 */
record RunExecution(
        RunSettings settings, PinnedProfile profile, EntryPoint entryPoint, List<String> arguments, Clock clock) {
    RunResult run(Training training) {
        MachineCheck.requireInstructions(profile);
        if (!AgentStatus.current().installed()) {
            DerivedSeeds.root(settings.seed().value());
            RunAnnouncement.printUnpinned(System.err);
        }
        Optional<SigningKey> key = settings.signingKey().map(SigningKey::read);
        RunDirectory directory = directory();
        StopRequest stop = new StopRequest();
        try (RunJournalRecord journal = journal(directory);
                RunLog log = RunLog.open(directory.log(), settings.id(), settings.logFormat());
                Sessions sessions = new Sessions()) {
            RunRecord record = new RunRecord(settings, directory, journal, new InputLedger(directory, clock), stop);
            RunStatement statement = new RunStatement(
                    this,
                    record,
                    directory,
                    journal,
                    log,
                    sessions,
                    CodeEvidence.gather(
                            profile.classPath(), settings.runsDirectory(), Path.of(profile.workingDirectory())),
                    clock.instant());
            RunEnding ending = new RunEnding(statement, directory, journal, key, stop, clock);
            Thread hook = new Thread(ending::shutDown, "reprorun-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                if (!settings.resumed()) {
                    journal.started(statement.beginning(), settings.start());
                }
                sessions.open(record);
                compareNumerics(sessions);
                training.train(new RunContext(record, sessions));
                return ending.succeeded();
            } catch (Throwable failure) {
                ending.failed(failure);
                throw unchecked(failure);
            } finally {
                removeHook(hook);
            }
        }
    }

    private void compareNumerics(Sessions sessions) {
        if (!settings.numerics().isEmpty()) {
            RunAnnouncement.printDifferentNumerics(
                    System.err, MachineCheck.numericsThatDiffer(settings.numerics(), sessions.environment()));
        }
    }

    private RunDirectory directory() {
        return settings.resumed()
                ? RunDirectory.reopen(settings.runsDirectory(), settings.name(), settings.id())
                : RunDirectory.create(settings.runsDirectory(), settings.name(), settings.id());
    }

    private RunJournalRecord journal(RunDirectory directory) {
        Journal journal =
                settings.resumed() ? Journal.resume(directory.path(), clock) : Journal.begin(directory.path(), clock);
        return new RunJournalRecord(directory.path(), journal);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs or has run; the ending lets only the first of the two tell how the run ended.
        }
    }

    /** Throws {@code failure} as it is; the type argument keeps the compiler from asking for a declaration. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
