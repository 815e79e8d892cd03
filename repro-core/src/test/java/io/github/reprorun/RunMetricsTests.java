package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.base.metrics.SeriesTally;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.ManyMetrics;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values by step, in the files that a run leaves. */
class RunMetricsTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    private static void train(RunContext training) {
        training.metric("loss", 1, 0.5);
        training.metric("loss, \"smoothed\"", 1, Double.NaN);
        training.metric("loss", 2, -0.0);
    }

    private Path metrics() {
        return run.directory().resolve(MetricsFile.FILE_NAME);
    }

    @Test
    void areASubjectAndSummedUpInTheManifest() {
        Manifest manifest = run.of(RunMetricsTests::train);

        assertThat(manifest.subjects()).containsKey("metrics.csv");
        assertThat(manifest.metrics()).isEmpty();
        assertThat(manifest.series())
                .isEqualTo(MetricsFile.series(metrics()))
                .containsExactly(
                        Manifests.series("loss", new MetricSeries.Point(1, 0.5), new MetricSeries.Point(2, -0.0)),
                        Manifests.series("loss, \"smoothed\"", new MetricSeries.Point(1, Double.NaN)));
    }

    @Test
    void areNoFileWhereThereIsNone() {
        Manifest manifest = run.of(training -> training.metric("recall", 0.5));

        assertThat(manifest.series()).isEmpty();
        assertThat(metrics()).doesNotExist();
    }

    @Test
    void areComparedWithoutTheirTimes() throws IOException {
        ExecutedRun other = new ExecutedRun(folder.resolve("other"));
        Manifest first = run.of(RunMetricsTests::train);
        String text = Files.readString(metrics());
        Manifest second = other.of(training -> {
            awaitAnotherMillisecond(text);
            train(training);
        });

        assertThat(second.subjects().get("metrics.csv"))
                .isNotEqualTo(first.subjects().get("metrics.csv"));
        assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
        Comparison comparison = Comparison.between(first, second);
        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(comparison.differences())
                .noneMatch(difference -> difference.where().contains("metrics.csv"));
    }

    private static void awaitAnotherMillisecond(String csv) {
        String now;
        do {
            now = Long.toString(MachineClock.UTC.millis());
        } while (csv.contains(now));
    }

    @Test
    void areLeftByARunThatFails() {
        assertThatThrownBy(() -> run.unsigned().execute(training -> {
                    train(training);
                    throw new IllegalStateException("no convergence");
                }))
                .hasMessage("no convergence");

        Manifest manifest = run.left();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.series()).isEqualTo(MetricsFile.series(metrics())).hasSize(2);
    }

    @Test
    void refuseANameThatNoRowCanHave() {
        assertThatThrownBy(() -> run.unsigned().execute(training -> training.metric("\u20ac".repeat(30_000), 1, 1)))
                .isInstanceOf(UsageException.class)
                .hasMessage("metric name: has more than the 65536 bytes that a name can have");
    }

    @Test
    void areRefusedWhereTheManifestSumsUpOthers() throws IOException {
        run.of(RunMetricsTests::train);
        MetricSeries forged = Manifests.series("loss", new MetricSeries.Point(1, 0.5), new MetricSeries.Point(2, 0.0));

        rewrite(manifest ->
                Manifests.withSeries(manifest, List.of(forged, manifest.series().get(1))));

        assertThatThrownBy(() -> VerifiedRun.unsigned(run.directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("metrics.csv: expected the values that the manifest sums up, found different values");
    }

    @Test
    void areRefusedWhereTheManifestSumsUpNone() throws IOException {
        run.of(RunMetricsTests::train);

        rewrite(manifest -> Manifests.withSeries(manifest, List.of()));

        assertThatThrownBy(() -> VerifiedRun.unsigned(run.directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("metrics.csv: expected the values that the manifest sums up, found different values");
    }

    @Test
    void areRefusedWithoutTheirFile() throws IOException {
        run.of(RunMetricsTests::train);
        rewrite(manifest -> Manifests.changed(manifest, "/subject", subjects -> {
            ((ArrayNode) subjects)
                    .remove(List.copyOf(manifest.subjects().keySet()).indexOf("metrics.csv"));
            return subjects;
        }));

        assertThatThrownBy(() -> VerifiedRun.unsigned(run.directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("metrics.csv: expected a subject, since there are values by step, found none");
    }

    @Test
    void areRefusedInAnotherForm() throws IOException {
        run.of(RunMetricsTests::train);
        byte[] csv = Files.readString(metrics()).replace("0.5", "0.50").getBytes(StandardCharsets.UTF_8);
        Files.write(metrics(), csv);
        rewrite(manifest -> Manifests.changed(manifest, "/subject", subjects -> {
            subjects.forEach(subject -> {
                if (subject.get("name").asText().equals("metrics.csv")) {
                    ((ObjectNode) subject.get("digest"))
                            .put("sha256", Sha256.of(csv).hex());
                }
            });
            return subjects;
        }));

        assertThatThrownBy(() -> VerifiedRun.unsigned(run.directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("line 2 is not as it would be written");
    }

    private void rewrite(UnaryOperator<Manifest> change) throws IOException {
        Path file = run.directory().resolve(Manifest.FILE_NAME);
        Files.write(file, ManifestJson.write(change.apply(ManifestJson.read(file))));
    }

    @Test
    void ofTwoMillionStepsTakeNoMoreMemoryThanThoseOfAFew() throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        StartedProgram.of(work, ManyMetrics.class, folder.resolve("runs").toString(), "1000000")
                .option("-Xmx40m")
                .run()
                .assertStatus(0);

        try (Stream<Path> all = Files.list(folder.resolve("runs/many"))) {
            Path directory = all.toList().get(0);
            SeriesTally loss = new SeriesTally("loss");
            SeriesTally accuracy = new SeriesTally("accuracy");
            for (long step = 0; step < 1_000_000; step++) {
                loss.add(step, 1.0 / (step + 3));
                accuracy.add(step, Math.sqrt(step));
            }
            Manifest manifest = VerifiedRun.unsigned(directory).manifest();
            assertThat(manifest.series()).containsExactly(accuracy.series(), loss.series());
            assertThat(Files.size(directory.resolve(Manifest.FILE_NAME))).isLessThan(200_000);
        }
    }

    @Test
    void ofARunWhoseManifestCouldNotBeReadFailItAndAreKept() {
        assertThatThrownBy(() -> run.signed().execute(training -> {
                    Files.writeString(training.output("model"), "m");
                    train(training);
                    for (int i = 0; i < 1100; i++) {
                        long unused = training.seed("s".repeat(62_000) + i);
                    }
                }))
                .isInstanceOf(OversizedException.class)
                .hasMessageMatching("manifest.json: would have [0-9]{8} bytes, and at most 67108864 can be read again");

        Manifest manifest = run.leftSigned();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.details().cause().orElseThrow())
                .contains("OversizedException: manifest.json: would have ")
                .endsWith("; left out because they are too large to be read: streams (1100)");
        assertThat(manifest.definition().streams()).isEmpty();
        assertThat(manifest.series()).hasSize(2);
        assertThat(manifest.subjects()).containsKeys("outputs/model", "metrics.csv");
    }
}
