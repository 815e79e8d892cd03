package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.Networks;
import io.github.reprorun.dl4j.Runs;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ops.impl.nlp.CbowRound;
import org.nd4j.linalg.api.ops.impl.nlp.SkipGramRound;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterNdAdd;
import org.nd4j.linalg.api.ops.impl.transforms.BinCount;
import org.nd4j.linalg.api.ops.impl.transforms.Histogram;
import org.nd4j.linalg.api.ops.impl.transforms.segment.UnsortedSegmentSum;
import org.nd4j.linalg.api.ops.impl.transforms.segment.bp.SegmentSumBp;
import org.nd4j.linalg.api.ops.impl.transforms.segment.bp.UnsortedSegmentMeanBp;
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
        run = Runs.fake(42, directory);
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
        assertThat(run.hazards()).isEmpty();
        assertThat(run.unpinned())
                .containsOnlyKeys("CUDA")
                .containsValue("that training on a CUDA device repeats was never checked; compare two runs of yours");
    }

    @Test
    void namesLayersWithAtomicAdditions() {
        try (CudaBackend cuda = CudaBackend.of(run, true, environment)) {
            cuda.check(NetworkState.of(Networks.cnn()));
        }

        assertThat(run.hazards())
                .containsExactly(new Hazard(
                        "atomic additions on a CUDA device",
                        "org.deeplearning4j.nn.conf.layers.SubsamplingLayer",
                        -1,
                        1,
                        Treatment.UNCONTROLLED,
                        "Train on the CPU, or declare a tolerance for the metrics."));
    }

    @Test
    void namesOperationsWithAtomicAdditionsAndTheirCallSite() {
        try (CudaBackend cuda = CudaBackend.of(run, true, environment)) {
            cuda.executes("unsorted_segment_sum");
            cuda.executes("matmul");
        }

        assertThat(run.hazards()).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo("atomic additions on a CUDA device: unsorted_segment_sum");
            assertThat(hazard.className()).isEqualTo(CudaBackendTests.class.getName());
            assertThat(hazard.line()).isPositive();
            assertThat(hazard.treatment()).isEqualTo(Treatment.UNCONTROLLED);
        });
    }

    @Test
    void knowsTheOperationsByTheNamesThatNd4jGivesThem() {
        assertThat(List.of(
                        new ScatterAdd().opName(),
                        new ScatterNdAdd().opName(),
                        new UnsortedSegmentSum().opName(),
                        new SegmentSumBp().opName(),
                        new UnsortedSegmentMeanBp().opName(),
                        "maxpool2d_bp",
                        "avgpool2d_bp",
                        new Histogram().opName(),
                        new BinCount().opName(),
                        new SkipGramRound().opName(),
                        new CbowRound().opName()))
                .allMatch(CudaBackend::isAtomic);
        assertThat(List.of("matmul", "conv2d", "conv2d_bp", "gather", "softmax", "lstmLayer"))
                .noneMatch(CudaBackend::isAtomic);
    }

    @Test
    void doesNothingOnTheCpu() {
        try (CudaBackend cuda = CudaBackend.of(run)) {
            cuda.executes("scatter_add");
            cuda.check(NetworkState.of(Networks.cnn()));
            assertThat(environment.helpersAllowed()).isEqualTo(helpers);
        }

        assertThat(run.hazards()).isEmpty();
        assertThat(run.unpinned()).isEmpty();
    }
}
