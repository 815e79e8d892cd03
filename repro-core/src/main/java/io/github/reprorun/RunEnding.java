package io.github.reprorun;

import io.github.reprorun.environment.Redaction;
import io.github.reprorun.failure.RunStoppedException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run once, whoever comes first: the training that returned or threw, or the JVM that is shut down. Safe for use by
 * several threads.
 */
final class RunEnding {
    /** How long a shutdown waits for the training to come to a point it can be resumed from. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunStatement statement;
    private final RunDirectory directory;
    private final RunJournalRecord journal;
    private final Optional<SigningKey> key;
    private final StopRequest stop;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);

    RunEnding(
            RunStatement statement,
            RunDirectory directory,
            RunJournalRecord journal,
            Optional<SigningKey> key,
            StopRequest stop,
            Clock clock) {
        this.statement = statement;
        this.directory = directory;
        this.journal = journal;
        this.key = key;
        this.stop = stop;
        this.clock = clock;
    }

    synchronized RunResult succeeded() {
        statement.requireInputsUnchanged();
        statement.requireControlled();
        RunResult result = end(RunStatus.SUCCEEDED, Optional.empty());
        try {
            directory.removeCheckpoints();
        } catch (IOException e) {
            throw new UnwritableException(
                    directory.checkpoints().toString(), "the checkpoints of a finished run cannot be removed", e);
        }
        return result;
    }

    /** Records {@code failure}; what goes wrong in doing so is added to it as suppressed. */
    synchronized void failed(Throwable failure) {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            if (failure instanceof RunStoppedException) {
                end(RunStatus.INTERRUPTED, Optional.of(StopRequest.reason() + ": " + failure.getMessage()));
            } else {
                end(RunStatus.FAILED, Optional.of(Redaction.of(failure.toString())));
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * For the shutdown hook: asks the training to stop where it can be resumed from and waits a bounded time for that; then
     * a run that has not ended by itself is recorded as interrupted.
     */
    void shutDown() {
        stop.request();
        try {
            if (stop.canBeMet() && ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        interrupted();
    }

    private synchronized void interrupted() {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            directory.detachOutputs();
        } catch (IOException e) {
            throw new UnwritableException(directory.path().toString(), "its outputs cannot be copied (" + e + ")", e);
        }
        end(RunStatus.INTERRUPTED, Optional.of(StopRequest.reason()));
    }

    private RunResult end(RunStatus status, Optional<String> cause) {
        try {
            statement.close();
            journal.ended(status);
            Manifest manifest = statement.manifest(status, cause, clock.instant());
            byte[] json = ManifestJson.write(manifest);
            if (key.isPresent()) {
                byte[] envelope = Envelope.sign(json, key.get()).bytes();
                DurableFile.write(file(Manifest.ENVELOPE_FILE_NAME), envelope);
            }
            DurableFile.write(file(Manifest.FILE_NAME), json);
            ended.countDown();
            RunResult result = new RunResult(directory.path(), manifest);
            RunAnnouncement.print(System.err, result, statement.settings(), key.map(SigningKey::keyid));
            return result;
        } catch (IOException e) {
            throw new UnwritableException(directory.path().toString(), "the manifest cannot be written (" + e + ")", e);
        }
    }

    private Path file(String name) {
        return directory.path().resolve(name);
    }
}
