package io.github.reprorun.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import io.github.reprorun.trace.TracedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose manifests agree on outputs and metrics, and whose traces lie beside them. */
class TracedComparisonTests {
    private static final Expectation TOLERANCE = Expectation.of("recall", Expectation.Kind.WITHIN, 0.01);

    @TempDir
    private Path folder;

    private Path first;

    @BeforeEach
    void traceFiveSteps() throws IOException {
        first = traced("first", 5, -1);
    }

    @Test
    void ofEqualStepsReproduceAndSayHowManyThereWere() throws IOException {
        Comparison comparison = compare(traced("other", 5, -1));

        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.compared().steps()).isEqualTo(5);
        assertThat(comparison.hasOtherSteps()).isFalse();
    }

    @Test
    void thatTookAnotherStepDivergeThoughTheyCameToTheSame() throws IOException {
        Comparison comparison = compare(traced("other", 5, 3));

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(comparison.hasOtherSteps()).isTrue();
        assertThat(comparison.causes()).containsExactly(Aspect.NONDETERMINISM);
        assertThat(comparison.differences())
                .filteredOn(difference -> difference.where().equals("subject[trace.rrt]"))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.aspect()).isEqualTo(Aspect.OUTPUT);
                    assertThat(difference.expected().orElseThrow()).startsWith("network0, iteration 3, epoch 0: ");
                });
    }

    @Test
    void thatTookMoreStepsDiverge() throws IOException {
        Comparison comparison = compare(traced("other", 6, -1));

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(comparison.hasOtherSteps()).isTrue();
    }

    @Test
    void thatKeptTheirTolerancesMayTakeOtherSteps() throws IOException {
        Path other = traced("other", 5, 3);
        Manifest expected = Manifests.withExpectations(manifest(first), TOLERANCE);
        Manifest actual = Manifests.withExpectations(manifest(other), TOLERANCE);

        Comparison comparison = Comparison.between(expected, first, actual, other);

        assertThat(comparison.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
        assertThat(comparison.hasOtherSteps()).isTrue();
        assertThat(comparison.verdictLine()).startsWith("WITHIN_TOLERANCE: ").contains("4 steps");
    }

    @Test
    void whoseTraceIsDamagedAreNotCalledReproduced() throws IOException {
        Path other = traced("other", 5, -1);
        Path trace = other.resolve(TraceWriter.FILE_NAME);
        byte[] bytes = Files.readAllBytes(trace);
        bytes[bytes.length / 2] ^= 1;
        Files.write(trace, bytes);

        Comparison comparison = compare(other);

        assertThat(comparison.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
        assertThat(comparison.verdictLine()).startsWith("UNVERIFIABLE: a trace cannot be compared: ");
    }

    @Test
    void whoseTracesDifferAndAreNotBothThereAreNotCalledReproduced() throws IOException {
        Path other = traced("other", 5, 3);
        Manifest actual = manifest(other);
        Files.delete(other.resolve(TraceWriter.FILE_NAME));

        assertThat(Comparison.between(manifest(first), first, actual, other).verdictLine())
                .isEqualTo("UNVERIFIABLE: a trace cannot be compared: one of the two is not there");
    }

    @Test
    void ofOneAndTheSameTraceReproduceWithoutItsFile() throws IOException {
        Path other = traced("other", 5, -1);
        Manifest actual = manifest(other);
        Files.delete(other.resolve(TraceWriter.FILE_NAME));

        Comparison comparison = Comparison.between(manifest(first), first, actual, other);

        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.compared().steps()).isZero();
    }

    @Test
    void whoseTracesHaveNothingInCommonAreNotCalledReproduced() throws IOException {
        Path other = traced("other", 5, -1, Quantity.SCORE);

        assertThat(compare(other).verdictLine())
                .isEqualTo("UNVERIFIABLE: a trace cannot be compared: the two have no quantity in common");
    }

    @Test
    void divergeWithADamagedTraceIfTheResultsDiffer() throws IOException {
        Path other = traced("other", 5, -1);
        Files.write(other.resolve(TraceWriter.FILE_NAME), new byte[] {1, 2, 3});
        Manifest actual = Manifests.changed(manifest(other), "/predicate/metrics", metrics -> {
            ((ArrayNode) metrics).remove(3);
            return metrics;
        });

        assertThat(Comparison.between(manifest(first), first, actual, other).verdict())
                .isEqualTo(Verdict.DIVERGED);
    }

    @Test
    void ofWhichOneLeftNoTraceDiverge() throws IOException {
        Manifest untraced =
                Manifests.withExpectations(Manifests.changed("", tree -> withoutHazards((ObjectNode) tree)));
        Path other = Files.createDirectory(folder.resolve("other"));

        Comparison comparison = Comparison.between(manifest(first), first, untraced, other);

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(comparison.hasOtherSteps()).isTrue();
    }

    private Comparison compare(Path other) throws IOException {
        return Comparison.between(manifest(first), first, manifest(other), other);
    }

    /** A run directory with nothing but a trace of {@code steps} steps; step number {@code odd} had another batch. */
    private Path traced(String name, int steps, int odd) throws IOException {
        return traced(name, steps, odd, Quantity.BATCH);
    }

    private Path traced(String name, int steps, int odd, Quantity quantity) throws IOException {
        TraceHeader header = new TraceHeader(List.of(Column.whole(quantity, 1)), 256);
        Path run = Files.createDirectory(folder.resolve(name));
        try (TraceWriter writer = TraceWriter.open(run.resolve(TraceWriter.FILE_NAME), header)) {
            TracedNetwork network = writer.network("network0", List.of("dense"));
            for (int i = 0; i < steps; i++) {
                writer.append(new TraceRecord(header, network).at(i, 0, 0).set(quantity, i == odd ? -1 : i));
            }
            writer.seal();
        }
        return run;
    }

    private static Manifest manifest(Path run) throws IOException {
        String digest =
                FileDigest.of(run.resolve(TraceWriter.FILE_NAME)).sha256().hex();
        return Manifests.withExpectations(Manifests.changed("", tree -> {
            withoutHazards((ObjectNode) tree)
                    .withArray("subject")
                    .insertObject(0)
                    .put("name", TraceWriter.FILE_NAME)
                    .putObject("digest")
                    .put("sha256", digest);
            return tree;
        }));
    }

    /** Without the uncontrolled hazard of the full manifest, which is a cause of its own. */
    private static ObjectNode withoutHazards(ObjectNode tree) {
        ((ArrayNode) tree.at("/predicate/hazards")).remove(1);
        return tree;
    }
}
