package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

class Dl4jRunTests {
    @TempDir
    static Path runs;

    private static RunResult first;

    @BeforeAll
    static void trainOnce() {
        first = train(42);
    }

    private static RunResult train(long seed) {
        return ReproducibleRun.of("table").seed(seed).runsDirectory(runs).execute(run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            assertThat(Dl4jRun.of(run)).isSameAs(dl4j);
            MultiLayerNetwork network =
                    Networks.mlp(Networks.seeded(new Adam(0.01)).seed(run.seed("weights")));
            dl4j.fit(network, Networks.table(), 2);
            dl4j.save("model.zip", network);
            run.metric("score", network.score());
        });
    }

    @Test
    void aRunOfOneSeedHasOneResultDigest() {
        Manifest second = train(42).manifest();

        assertThat(second.resultDigest()).isEqualTo(first.resultDigest());
        assertThat(train(43).resultDigest()).isNotEqualTo(first.resultDigest());
        assertThat(second.details().byproducts())
                .isEqualTo(first.manifest().details().byproducts());
        assertThat(second.details().byproducts())
                .extracting(Resource::name)
                .containsExactly(
                        "model.zip!configuration",
                        "model.zip!parameters",
                        "model.zip!updaterState",
                        "network0/parameters",
                        "network0/updaterState");
    }

    @Test
    void theManifestStatesNumericsAndNatives() {
        Manifest manifest = first.manifest();

        assertThat(manifest.definition().environment()).containsKeys("nd4j.backend", "nd4j.canary.gemm.float");
        assertThat(manifest.definition().dependencies(RunDefinition.KIND_NATIVE))
                .extracting(Resource::name)
                .anyMatch(name -> name.contains("nd4jcpu"));
        assertThat(manifest.hazards()).isEmpty();
    }

    @Test
    void theSavedModelIsAnOutputThatDeeplearning4jRestores() throws IOException {
        assertThat(first.manifest().subjects()).containsKey("outputs/model.zip");
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(
                first.directory().resolve("outputs/model.zip").toFile());
        assertThat(restored.numParams()).isEqualTo(159);
    }
}
