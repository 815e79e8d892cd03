package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.plain.CheckpointingTraining;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.manifest.Expectation;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.runs.VerifiedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deeplearning4j's own files with the time in them do not make a run diverge. */
class TimedFilesTests {
    private static final String INDEX = "outputs/models/checkpointInfo.txt";

    @TempDir
    private Path folder;

    @Test
    void theIndexOfCheckpointsMayDifferAndTheCheckpointsMayNot() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work")).toRealPath();
        CommandLine commandLine = new CommandLine(work);

        String said =
                commandLine.run(CheckpointingTraining.class).assertStatus(0).error();

        assertThat(said)
                .contains(INDEX + " may differ in a re-run: " + CheckpointListener.class.getName()
                        + " writes the time into it");
        Path run = commandLine.runs().get(0);
        Manifest manifest = VerifiedRun.unsigned(run).manifest();
        assertThat(manifest.expectations()).containsExactly(Expectation.mayDiffer(INDEX));
        assertThat(manifest.subjects()).containsKeys(INDEX, "outputs/models/checkpoint_0_MultiLayerNetwork.zip");
        assertThat(manifest.definition().inputs()).isEmpty();
        assertThat(manifest.definition().environment().get("nd4j.blas.core"))
                .as("facts of libraries are asked for before the JVM shuts down")
                .isInstanceOf(Evidence.Observed.class);
        String verdict = commandLine
                .call("rerun", "--allow-unsigned", run.toString())
                .assertStatus(0)
                .output();
        assertThat(verdict).contains("WITHIN_TOLERANCE").contains("1 output, 2 steps, 1 network");
    }
}
