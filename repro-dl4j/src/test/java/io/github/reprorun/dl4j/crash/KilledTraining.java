package io.github.reprorun.dl4j.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalEntry;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A training in a working directory of its own that is killed, looked at and resumed. Used by one thread. */
final class KilledTraining {
    /** Where a training was when it was killed. */
    enum Phase {
        BEFORE_THE_RUN,
        BEFORE_A_CHECKPOINT,
        IN_TRAINING,
        AT_THE_END
    }

    private final Path work;
    private final String kind;
    private final TrustPolicy policy;
    private final RunWatch watch;

    KilledTraining(Path work, String kind, TrustPolicy policy) {
        this.work = work;
        this.kind = kind;
        this.policy = policy;
        this.watch = new RunWatch(work.resolve("runs").resolve(kind));
    }

    /** Trains, or goes on with it if the run has begun, until {@code kill}; empty if the training ended before that. */
    Optional<Phase> runUntil(Kill kill) throws IOException {
        return killed(
                watch.directory().isEmpty() ? TrainingProcess.train(work, kind) : TrainingProcess.resume(work, run()),
                kill);
    }

    boolean hasBegun() throws IOException {
        return watch.directory().isPresent();
    }

    private Optional<Phase> killed(TrainingProcess training, Kill kill) throws IOException {
        if (!watch.await(training, kill.line(), kill.nanos())) {
            assertThat(training.await()).as(training.printed()).isZero();
            return Optional.empty();
        }
        training.kill();
        return Optional.of(phase());
    }

    private Phase phase() throws IOException {
        if (watch.directory().isEmpty()) {
            return Phase.BEFORE_THE_RUN;
        }
        List<String> events = JournalFile.read(run()).entries().stream()
                .map(JournalEntry::event)
                .toList();
        if (events.get(events.size() - 1).equals(Journal.ENDED)) {
            return Phase.AT_THE_END;
        }
        return events.contains(Journal.CHECKPOINT) ? Phase.IN_TRAINING : Phase.BEFORE_A_CHECKPOINT;
    }

    int lines() throws IOException {
        return watch.lines();
    }

    boolean hasSucceeded() throws IOException {
        return hasBegun() && Files.exists(run().resolve(Manifest.FILE_NAME));
    }

    /** What a kill leaves is a whole manifest over the files it speaks of, or plainly an interrupted run. */
    void requireHonest() throws IOException {
        Path run = run();
        Optional<InterruptedRun> interrupted = InterruptedRun.in(run);
        if (hasSucceeded()) {
            assertThat(interrupted).isEmpty();
            assertThat(VerifiedRun.verify(run, policy).manifest().details().status())
                    .isEqualTo(RunStatus.SUCCEEDED);
        } else {
            assertThat(interrupted.orElseThrow().status()).isEqualTo("INTERRUPTED");
            assertThat(interrupted.orElseThrow().definition().arguments()).containsExactly(kind);
        }
    }

    /** The same, as the command line says it. */
    void requireToldHonestly() throws IOException {
        boolean succeeded = hasSucceeded();
        TrainingProcess show = TrainingProcess.command(work, "show", run().toString());
        assertThat(show.await()).as(show.printed()).isZero();
        assertThat(show.printed()).contains(succeeded ? "SUCCEEDED" : "INTERRUPTED");
        TrainingProcess verify = TrainingProcess.command(
                work,
                "verify",
                run().toString(),
                "--trusted-key",
                work.resolve("signing.pub.pem").toString());
        assertThat(verify.await()).as(verify.printed()).isIn(succeeded ? List.of(0) : List.of(1, 2));
        assertThat(verify.printed().lines().count()).as(verify.printed()).isLessThanOrEqualTo(succeeded ? 10 : 1);
    }

    /** Resumes to the end; returns whether it went on from a checkpoint. */
    boolean finish(Uninterrupted expected) throws IOException {
        if (!hasSucceeded()) {
            TrainingProcess training =
                    hasBegun() ? TrainingProcess.resume(work, run()) : TrainingProcess.train(work, kind);
            assertThat(training.await()).as(training.printed()).isZero();
        }
        Manifest manifest = VerifiedRun.verify(run(), policy).manifest();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(manifest.resultDigest()).isEqualTo(expected.result());
        assertThat(Uninterrupted.traceOf(run())).isEqualTo(expected.trace());
        return manifest.details().interruptions().stream()
                .anyMatch(interruption -> interruption.resumedFrom().contains("file fit-"));
    }

    /** Names of files that a finished run has no use for. */
    List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(run())) {
            return files.map(file -> run().relativize(file).toString())
                    .filter(name -> name.startsWith(".") || name.contains("/.") || name.startsWith("checkpoints/"))
                    .toList();
        }
    }

    private Path run() {
        try {
            return watch.directory().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
