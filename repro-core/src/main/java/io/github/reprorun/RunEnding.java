package io.github.reprorun;

import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Ends a run once, whoever comes first: the training that returned or threw, or the JVM that is shut down. Safe for use by
 * several threads.
 */
final class RunEnding {
    private final RunStatement statement;
    private final RunDirectory directory;
    private final Optional<SigningKey> key;
    private final Clock clock;
    private boolean ended;

    RunEnding(RunStatement statement, RunDirectory directory, Optional<SigningKey> key, Clock clock) {
        this.statement = statement;
        this.directory = directory;
        this.key = key;
        this.clock = clock;
    }

    synchronized RunResult succeeded() {
        statement.requireInputsUnchanged();
        return end(RunStatus.SUCCEEDED, Optional.empty());
    }

    /** Records {@code failure}; what goes wrong in doing so is added to it as suppressed. */
    synchronized void failed(Throwable failure) {
        if (ended) {
            return;
        }
        try {
            end(RunStatus.FAILED, Optional.of(failure.toString()));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** For the shutdown hook: a run that has not ended by now was interrupted. */
    synchronized void interrupted() {
        if (!ended) {
            end(RunStatus.INTERRUPTED, Optional.of("the JVM was shut down before the training returned"));
        }
    }

    private RunResult end(RunStatus status, Optional<String> cause) {
        try {
            Manifest manifest = statement.manifest(status, cause, clock.instant());
            byte[] json = ManifestJson.write(manifest);
            if (key.isPresent()) {
                byte[] envelope = Envelope.sign(json, key.get()).bytes();
                DurableFile.write(file(Manifest.ENVELOPE_FILE_NAME), envelope);
            }
            DurableFile.write(file(Manifest.FILE_NAME), json);
            ended = true;
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
