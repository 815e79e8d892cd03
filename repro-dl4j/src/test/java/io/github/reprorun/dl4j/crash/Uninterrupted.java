package io.github.reprorun.dl4j.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training leaves that nobody kills, and how it comes there.
 *
 * @param pace how long it took to each line of its journal, and from the last to its end; nanoseconds
 */
record Uninterrupted(Sha256 result, Sha256 trace, List<Long> pace) {
    /** Trains in {@code work}, where the keys lie. */
    static Uninterrupted train(Path work, String kind, TrustPolicy policy) throws IOException {
        TrainingProcess training = TrainingProcess.train(work, kind);
        RunWatch watch = new RunWatch(work.resolve("runs").resolve(kind));
        List<Long> pace = watch.pace(training);
        assertThat(training.await()).as(training.printed()).isZero();
        Path run = watch.directory().orElseThrow();
        return new Uninterrupted(
                VerifiedRun.verify(run, policy).manifest().resultDigest(), traceOf(run), List.copyOf(pace));
    }

    static Sha256 traceOf(Path run) throws IOException {
        return FileDigest.of(run.resolve(TraceWriter.FILE_NAME)).sha256();
    }
}
