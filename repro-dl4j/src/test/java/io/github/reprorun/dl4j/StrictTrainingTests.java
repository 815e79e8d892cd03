package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.plain.SharedGradients;
import com.example.plain.SharedNetwork;
import io.github.reprorun.dl4j.internal.hazard.Dl4jHazard;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.VerifiedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictTrainingTests {
    @TempDir
    private Path folder;

    @Test
    void isRefusedWithTheLineThatSharesGradients() throws Exception {
        assertRefused(SharedGradients.class, Dl4jHazard.SHARED_GRADIENTS);
    }

    @Test
    void isRefusedWithTheLineOfAThreadThatTrainsTheNetworkOfAnother() throws Exception {
        assertRefused(SharedNetwork.class, Dl4jHazard.SHARED_NETWORK);
    }

    private void assertRefused(Class<?> program, Dl4jHazard hazard) throws Exception {
        CommandLine commandLine =
                new CommandLine(Files.createDirectory(folder.resolve("work")).toRealPath());

        CommandLine.Ended ended = commandLine.runStrictly(program).assertStatus(1);

        Manifest manifest = VerifiedRun.unsigned(commandLine.runs().get(0)).manifest();
        Hazard met = manifest.hazards().stream()
                .filter(each -> each.treatment() == Treatment.UNCONTROLLED)
                .findFirst()
                .orElseThrow();
        assertThat(met.kind()).isEqualTo(hazard.kind());
        assertThat(met.className()).isEqualTo(program.getName());
        assertThat(met.line()).isPositive();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(ended.error().lines())
                .endsWith("reprorun: plain: the run is strict, and met what cannot be held: " + met.kind() + " at "
                        + met.place() + " (" + met.advice() + ")")
                .noneMatch(line -> line.startsWith("\tat "));
    }
}
