package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Hazard.Treatment;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

class CudaBackendTests {
    @TempDir
    Path directory;

    private FakeRun run;
    private Environment environment;
    private boolean helpers;

    @BeforeEach
    void newRun() {
        run = new FakeRun(42, directory);
        environment = Nd4j.getEnvironment();
        helpers = environment.helpersAllowed();
    }

    @Test
    void forbidsHelpersWhileTheRunLastsAndSaysThatNothingWasChecked() {
        try (CudaBackend cuda = CudaBackend.of(run, true, environment)) {
            assertThat(environment.helpersAllowed()).isFalse();
            cuda.check(NetworkState.of(Networks.mlp()));
        }

        assertThat(environment.helpersAllowed()).isEqualTo(helpers);
        assertThat(run.hazards).isEmpty();
        assertThat(run.unpinned)
                .containsOnlyKeys("CUDA")
                .containsValue("that training on a CUDA device repeats was never checked; compare two runs of yours");
    }

    @Test
    void namesLayersWithAtomicAdditions() {
        try (CudaBackend cuda = CudaBackend.of(run, true, environment)) {
            cuda.check(NetworkState.of(Networks.cnn()));
        }

        assertThat(run.hazards)
                .containsExactly(new Hazard(
                        "atomic additions on a CUDA device",
                        "org.deeplearning4j.nn.conf.layers.SubsamplingLayer",
                        -1,
                        1,
                        Treatment.UNCONTROLLED,
                        "Train on the CPU, or declare a tolerance for the metrics."));
    }

    @Test
    void doesNothingOnTheCpu() {
        try (CudaBackend cuda = CudaBackend.of(run)) {
            cuda.check(NetworkState.of(Networks.cnn()));
            assertThat(environment.helpersAllowed()).isEqualTo(helpers);
        }

        assertThat(run.hazards).isEmpty();
        assertThat(run.unpinned).isEmpty();
    }
}
