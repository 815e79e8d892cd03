package io.github.reprorun.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.examples.Parameters;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.runs.RunResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitRecognitionTests {
    @TempDir
    private Path runs;

    private RunResult shortTraining(long seed) {
        return new Parameters(Map.of("epochs", "3", "trainingDigits", "1500", "testDigits", "300"))
                .during(() -> ReproducibleRun.of("digit-recognition")
                        .seed(seed)
                        .runsDirectory(runs)
                        .execute(DigitRecognition::train));
    }

    private static double accuracy(RunResult run) {
        return run.manifest().metrics().stream()
                .filter(metric -> metric.name().equals("accuracy"))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsMostDigitsAndDoesSoAgain() {
        RunResult first = shortTraining(7);
        assertThat(accuracy(first)).isGreaterThan(0.8);
        assertThat(shortTraining(7).resultDigest()).isEqualTo(first.resultDigest());
    }
}
