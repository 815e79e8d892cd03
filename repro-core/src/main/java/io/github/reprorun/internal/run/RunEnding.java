package io.github.reprorun.internal.run;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.record.FailureText;
import io.github.reprorun.internal.record.RunEvents;
import io.github.reprorun.internal.record.StopRequest;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run once, for the first cause: the training returns or throws, or the JVM is shut down. Safe for use by
 * several threads.
 */
final class RunEnding {
    /** How long a shutdown waits for the training to reach a point from which it can be resumed. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * How long a shutdown waits for the printed message about the end of the run; the reader of the stream may have
     * stopped reading.
     */
    private static final Duration PATIENCE_FOR_PRINTING = Duration.ofSeconds(2);

    private final RunStatement statement;
    private final RunEvents events;
    private final RunDirectory directory;
    private final RunHistory journal;
    private final Optional<SigningKey> key;
    private final StopRequest stop;
    private final MemoryReserve reserve;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch printed = new CountDownLatch(1);
    private volatile boolean endsLast;
    private volatile boolean awaitsHooks;
    private @Nullable Manifest result;

    RunEnding(
            RunStatement statement,
            RunEvents events,
            RunDirectory directory,
            RunHistory journal,
            Optional<SigningKey> key,
            StopRequest stop,
            MemoryReserve reserve,
            Clock clock) {
        this.statement = statement;
        this.events = events;
        this.directory = directory;
        this.journal = journal;
        this.key = key;
        this.stop = stop;
        this.reserve = reserve;
        this.clock = clock;
    }

    /**
     * Lets a shutdown that the program itself asks for end the run after the program's own shutdown hooks, since these
     * may write files.
     */
    void endLast() {
        endsLast = ShutdownHooks.runLast(this::last);
        if (!endsLast) {
            statement.unpinned(
                    "files of shutdown hooks",
                    "this JVM does not tell when the hooks of the program have ended, so what they wrote may be missing"
                            + " from the outputs");
        }
    }

    /** Called when the program has ended by itself: whether its run ends later, because it has shutdown hooks. */
    boolean awaitsHooks() {
        awaitsHooks = endsLast && ShutdownHooks.areThereAny();
        if (awaitsHooks) {
            statement.observeExtensions();
        }
        return awaitsHooks;
    }

    private void last() {
        try {
            interrupted();
        } catch (Throwable failure) { // The JVM would swallow it, and end with 0.
            failed(failure);
            failure.printStackTrace();
            Runtime.getRuntime().halt(ExitStatus.FAILED);
        }
    }

    synchronized Manifest succeeded() {
        return result == null ? uninterrupted(this::succeed) : result;
    }

    private Manifest succeed() {
        reserve.release();
        requireNone(statement.collectOutputs());
        requireNone(impossibleSubjects());
        statement.requireFinished();
        statement.requireGivenAskedFor();
        statement.requireInputsUnchanged();
        statement.requireControlled();
        statement.requireMetricsWritten();
        statement.requireExpected();
        Manifest succeeded = end(RunStatus.SUCCEEDED, Optional.empty());
        try {
            directory.removeMeansToResume();
        } catch (IOException e) {
            throw new UnwritableException(
                    directory.path().toString(),
                    "what a finished run no longer needs cannot be removed (" + e + ")",
                    e);
        }
        return succeeded;
    }

    private static void requireNone(List<? extends ReproException> problems) {
        if (!problems.isEmpty()) {
            ReproException first = problems.get(0);
            problems.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private List<UnreadableException> impossibleSubjects() {
        try {
            return directory.impossibleSubjects();
        } catch (IOException e) {
            throw new UnreadableException(directory.path().toString(), "cannot be listed (" + e + ")", e);
        }
    }

    /** Records {@code failure}; reports further failures on the way, if it can, and adds them as suppressed. */
    synchronized void failed(Throwable failure) {
        if (result != null) {
            return;
        }
        reserve.release();
        try {
            uninterrupted(() -> failure instanceof RunStoppedException
                    ? end(RunStatus.INTERRUPTED, Optional.of(stop.reason() + ": " + failure.getMessage()))
                    : end(RunStatus.FAILED, Optional.of(statement.cause(failure))));
        } catch (RuntimeException | Error e) {
            unrecorded(failure, e);
        }
    }

    private void unrecorded(Throwable failure, Throwable problem) {
        try {
            failure.addSuppressed(problem);
            ConsoleMessages.printUnrecorded(System.err, directory.path(), problem);
            events.unrecorded(directory.path(), failure, problem);
            events.settle();
        } catch (OutOfMemoryError nothingLeft) {
            ended.countDown(); // There is no memory even for a line; passing the failure on matters more.
        }
    }

    /**
     * For the shutdown hook: asks the training to stop at a point from which it can be resumed and waits a bounded time
     * for that; then records a run that has not ended by itself as interrupted, unless that has to wait for the
     * program's hooks.
     */
    void shutDown() {
        if (awaitsHooks) {
            return;
        }
        stop.request();
        try {
            if (stop.canBeMet() && ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean unused = printed.await(PATIENCE_FOR_PRINTING.toMillis(), TimeUnit.MILLISECONDS);
                events.settle();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!endsLast || !statement.hasExited()) {
            interrupted();
        }
    }

    private synchronized void interrupted() {
        if (result != null) {
            return;
        }
        if (awaitsHooks || statement.hasExitedWell()) {
            endedWell();
            return;
        }
        reserve.release();
        try {
            directory.detachOutputs();
        } catch (IOException e) {
            throw new UnwritableException(directory.path().toString(), "its outputs cannot be copied (" + e + ")", e);
        }
        end(RunStatus.INTERRUPTED, Optional.of(stop.reason()));
    }

    /**
     * A wrapped program may end by {@code System.exit(0)} as well as by returning, and has ended only when its shutdown
     * hooks have. If the run then fails a check, this halts the JVM, since it would end with 0 otherwise.
     */
    private void endedWell() {
        try {
            succeeded();
        } catch (ReproException refused) {
            failed(refused);
            ConsoleMessages.printRefusal(System.err, refused);
            Runtime.getRuntime().halt(refused.exitStatus());
        }
    }

    private Manifest end(RunStatus status, Optional<String> cause) {
        Manifest made = write(status, cause);
        result = made;
        ResultFile.ended(directory.path(), made);
        ended.countDown();
        events.ended(directory.path(), made);
        statement
                .timedOutputs()
                .forEach((output, writer) -> ConsoleMessages.printMayDiffer(System.err, output, writer));
        if (status == RunStatus.SUCCEEDED && !Comparison.Scope.isLeftBy(made)) {
            ConsoleMessages.printNothingToCompare(System.err);
        }
        printed.countDown();
        events.settle();
        return made;
    }

    /** An interrupt of this thread is restored after {@code ending}, because an interrupted thread cannot write files. */
    private static Manifest uninterrupted(Supplier<Manifest> ending) {
        boolean interrupted = Thread.interrupted();
        try {
            return ending.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Manifest write(RunStatus status, Optional<String> cause) {
        List<ReproException> uncollected = statement.collectOutputs();
        try {
            statement.close();
            if (status == RunStatus.SUCCEEDED) {
                requireNone(statement.lost());
            }
            Optional<String> complete = cause.map(text -> complete(text, uncollected));
            journal.ended(status, complete, key.map(SigningKey::publicKey));
            Manifest manifest = statement.manifest(status, complete, clock.instant());
            byte[] json;
            try {
                json = ManifestJson.write(manifest);
            } catch (OversizedException e) {
                if (status == RunStatus.SUCCEEDED) {
                    throw e; // It did not succeed: its manifest could not be read again.
                }
                manifest = ReducedManifest.of(manifest);
                json = ManifestJson.write(manifest);
            }
            if (key.isPresent()) {
                byte[] envelope = Envelope.sign(json, key.get()).bytes();
                DurableFile.write(file(Manifest.ENVELOPE_FILE_NAME), envelope);
            }
            DurableFile.write(file(Manifest.FILE_NAME), json);
            return manifest;
        } catch (IOException e) {
            removeManifest(e);
            throw new UnwritableException(directory.path().toString(), "the manifest cannot be written (" + e + ")", e);
        }
    }

    private void removeManifest(IOException failure) {
        try {
            Files.deleteIfExists(file(Manifest.FILE_NAME));
            Files.deleteIfExists(file(Manifest.ENVELOPE_FILE_NAME));
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@code cause} with a note on everything that the manifest omits. */
    private String complete(String cause, List<ReproException> uncollected) {
        StringBuilder complete = new StringBuilder(cause);
        Stream.of(uncollected, statement.lost(), impossibleSubjects())
                .flatMap(List::stream)
                .map(ReproException::getMessage)
                .filter(problem -> !cause.contains(problem))
                .forEach(problem -> complete.append("; left out: ").append(problem));
        return FailureText.encodable(complete.toString());
    }

    private Path file(String name) {
        return directory.path().resolve(name);
    }
}
