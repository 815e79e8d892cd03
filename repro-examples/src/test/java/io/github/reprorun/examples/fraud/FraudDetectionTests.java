package io.github.reprorun.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.examples.Parameters;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FraudDetectionTests {
    @TempDir
    private static Path runs;

    private static RunResult first;
    private static RunResult second;

    @BeforeAll
    static void trainTwice() {
        first = shortTraining();
        second = shortTraining();
    }

    private static RunResult shortTraining() {
        return new Parameters(Map.of("epochs", "3", "hiddenUnits", "16"))
                .during(() -> ReproducibleRun.of(FraudDetection.NAME)
                        .seed(42)
                        .runsDirectory(runs)
                        .execute(FraudDetection::train));
    }

    private static double metric(String name) {
        return first.manifest().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSecondTrainingHasTheSameResult() {
        assertThat(second.directory()).isNotEqualTo(first.directory());
        assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
    }

    @Test
    void findsMostFraudsAndRaisesFewFalseAlarmsAfterThreeEpochs() {
        assertThat(metric("recall")).isBetween(0.7, 0.95);
        assertThat(metric("precision")).isBetween(0.2, 0.8);
        assertThat(metric("auc")).isBetween(0.9, 0.98);
    }

    @Test
    void countsEveryClaimOfTheTestPart() {
        assertThat(metric("fraud found") + metric("fraud missed")).isEqualTo(240);
        assertThat(metric("honest passed") + metric("false alarms")).isEqualTo(4761);
        assertThat(metric("recall")).isEqualTo(metric("fraud found") / 240);
    }

    @Test
    void recordsTheLossOfEveryEpoch() throws IOException {
        List<String> rows = Files.readAllLines(first.directory().resolve("metrics.csv"));
        assertThat(rows.get(0)).isEqualTo("name,step,value,bits,epochMillis");
        assertThat(rows.subList(1, rows.size()))
                .extracting(row -> row.split(",")[0] + row.split(",")[1])
                .containsExactly("loss1", "loss2", "loss3");
        assertThat(first.manifest().series()).extracting(MetricSeries::count).containsExactly(3L);
    }

    @Test
    void recordsTheParametersItAskedFor() {
        assertThat(first.manifest().definition().parameters().keySet())
                .containsExactly(
                        "batchSize",
                        "epochs",
                        "fraudWeight",
                        "hiddenUnits",
                        "keepProbability",
                        "learningRate",
                        "testShare");
    }

    @Test
    void leavesAModelThatPredictsWhatWasScored() throws IOException {
        Path model = first.directory().resolve("outputs/model.zip");
        MultiLayerNetwork network = MultiLayerNetwork.load(model.toFile(), true);
        assertThat(network.getEpochCount()).isEqualTo(3);
        assertThat(Files.readString(first.directory().resolve("outputs/confusion.csv")))
                .isEqualTo("actual,predicted honest,predicted fraud\nhonest,%d,%d\nfraud,%d,%d\n"
                        .formatted(
                                (int) metric("honest passed"),
                                (int) metric("false alarms"),
                                (int) metric("fraud missed"),
                                (int) metric("fraud found")));
    }
}
