package io.github.reprorun;

import io.github.reprorun.launch.EntryPoint;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.signing.SigningKey;
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
        Optional<SigningKey> key = settings.signingKey().map(SigningKey::read);
        RunDirectory directory = RunDirectory.create(settings.runsDirectory(), settings.name(), settings.id());
        RunRecord record = new RunRecord(settings, directory, new InputLedger(directory, clock));
        try (Sessions sessions = new Sessions()) {
            RunStatement statement = new RunStatement(
                    this, record, directory, sessions, ClassPathEvidence.gather(profile.classPath()), clock.instant());
            RunEnding ending = new RunEnding(statement, directory, key, clock);
            Thread hook = new Thread(ending::interrupted, "reprorun-interrupted");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                sessions.open(record);
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
