package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.launch.LauncherWatch;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts a program chooses in place of the program. */
class GivenFromOutsideTests {
    private static final String PARENT = "study:grid:" + Sha256.ofUtf8("study");

    @TempDir
    private Path folder;

    private Path work;

    private Path result;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        result = work.resolveSibling("result.jsonl");
        Files.writeString(work.resolve("claims.csv"), "1,2\n");
    }

    @AfterEach
    void forgetWhatWasGiven() {
        System.getProperties().keySet().removeIf(name -> name.toString().startsWith("reprorun."));
    }

    @Test
    void overrulesAProgramThatLaunches() throws IOException {
        Path keys = folder.resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);

        Ended ended = StartedProgram.of(work, Probe.class, "work")
                .option("-Dprobe.quiet=true")
                .option("-Dreprorun.seed=7")
                .option("-Dreprorun.threads=2")
                .option("-Dreprorun.profile=host")
                .option("-Dreprorun.runs=other")
                .option("-Dreprorun.key=" + keys.resolve(SigningKey.PRIVATE_FILE))
                .option("-Dreprorun.id=run-1")
                .option("-Dreprorun.result=" + result)
                .option("-Dreprorun.parent=" + PARENT)
                .option("-Dreprorun.parameter.epochs=5")
                .option("-Dprobe.team=alpha")
                .option("-Dreprorun.label.team=beta")
                .option("-Dreprorun.label.ticket=password=hunter2")
                .run()
                .assertStatus(0);

        Path directory = work.resolve("other/probe/run-1");
        Manifest manifest = VerifiedRun.verify(
                        directory, TrustPolicy.of(List.of(keys.resolve(SigningKey.PUBLIC_FILE)), 1))
                .manifest();
        assertThat(manifest.definition().seed().value()).isEqualTo(7);
        assertThat(manifest.definition().profile().threads()).isEqualTo(2);
        assertThat(manifest.definition().profile().name()).isEqualTo("host");
        assertThat(manifest.definition().parameters().get("epochs").text()).isEqualTo("5");
        assertThat(manifest.parent()).contains(Parent.parse(PARENT));
        assertThat(manifest.labels().texts())
                .containsEntry("team", "beta")
                .containsEntry("ticket", "password=<redacted>");
        assertThat(manifest.definition().profile().jvmOptions())
                .contains(
                        "-Dreprorun.seed=7", "-Dreprorun.threads=2", "-Dreprorun.profile=host", "-Dreprorun.runs=other")
                .noneMatch(option -> option.startsWith("-Dreprorun.id=") || option.startsWith("-Dreprorun.result="));
        assertThat(ended.error().lines())
                .contains("reprorun: given from outside: key " + keys.resolve(SigningKey.PRIVATE_FILE)
                        + ", label team beta in place of alpha, label ticket password=<redacted>, parameter epochs 5, parent "
                        + PARENT + ", profile host in place of portable,"
                        + " runs other in place of runs, seed 7 in place of 42, threads 2 in place of 1");
        JsonNode told = told();
        assertThat(told.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(told.get("name").asText()).isEqualTo("probe");
        assertThat(told.get("id").asText()).isEqualTo("run-1");
        assertThat(told.get("run").asText()).isEqualTo(directory.toString());
        assertThat(told.get("manifest").asText())
                .isEqualTo(FileDigest.of(directory.resolve(Manifest.FILE_NAME))
                        .sha256()
                        .hex());
        assertThat(told.get("resultDigest").asText())
                .isEqualTo(manifest.resultDigest().hex());
        assertThat(told.has("cause")).isFalse();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the lock of a file keeps others from opening it there")
    void isMadeInItsPlaceAndEndsWithItsStarter() throws Exception {
        Path place = folder.toRealPath().resolve("place");
        Path starter = Files.createFile(folder.resolve("starter"));
        List<ProcessHandle> pinned = new ArrayList<>();
        FileChannel held = LauncherWatch.hold(starter);
        StartedProgram.of(work, Probe.class, "wait")
                .option("-Dreprorun.runs=other")
                .option("-Dreprorun.id=run-1")
                .option("-Dreprorun.place=" + place)
                .option("-Dreprorun.starter=" + starter)
                .runUntil("ready", process -> {
                    pinned.addAll(process.descendants().toList());
                    held.close();
                })
                .assertStatus(129);
        assertThat(pinned).isNotEmpty();
        for (ProcessHandle process : pinned) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        Manifest manifest = ManifestJson.read(place.resolve("probe/run-1"));
        assertThat(manifest.details().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(manifest.definition().profile().jvmOptions())
                .contains("-Dreprorun.runs=other")
                .noneMatch(option -> option.contains("reprorun.place") || option.contains("reprorun.starter"));
        assertThat(work.resolve("other")).doesNotExist();
        assertThat(starter).doesNotExist();
    }

    @Test
    void isRefusedIfItsStarterHasEnded() throws IOException {
        Ended ended = StartedProgram.of(work, Probe.class, "work")
                .option("-Dreprorun.starter=" + folder.resolve("starter"))
                .run()
                .assertStatus(2);

        assertThat(ended.error())
                .startsWith("reprorun: " + folder.resolve("starter") + ": whoever started this program has ended (")
                .endsWith("); nothing was trained" + System.lineSeparator());
        assertThat(work.resolve("runs")).doesNotExist();
    }

    @Test
    void tellsWhyThereIsNoRun() throws IOException {
        Ended ended = StartedProgram.of(work, Probe.class, "work")
                .option("-Dreprorun.seed=many")
                .option("-Dreprorun.result=" + result)
                .run()
                .assertStatus(2);

        String cause = "-Dreprorun.seed: \"many\" is not a decimal number of 64 bits";
        assertThat(ended.error()).isEqualTo("reprorun: " + cause + System.lineSeparator());
        assertThat(told().get("status").asText()).isEqualTo("REFUSED");
        assertThat(told().get("cause").asText()).isEqualTo(cause);
        assertThat(told().get("exitStatus").asInt()).isEqualTo(2);
        assertThat(work.resolve("runs")).doesNotExist();
    }

    @Test
    void overrulesARunInThisJvm() throws IOException {
        System.setProperty("reprorun.seed", "9");
        System.setProperty("reprorun.threads", "3");
        System.setProperty("reprorun.runs", folder.resolve("other").toString());
        System.setProperty("reprorun.id", "run-2");
        System.setProperty("reprorun.result", result.toString());

        assertThatThrownBy(() -> new ExecutedRun(folder).unsigned().execute(run -> {
                    run.metric("m", 1);
                    throw new IOException("no data");
                }))
                .hasMessage("no data");

        Manifest manifest =
                VerifiedRun.unsigned(folder.resolve("other/test/run-2")).manifest();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.definition().seed().value()).isEqualTo(9);
        assertThat(manifest.definition().profile().threads()).isEqualTo(3);
        assertThat(told().get("status").asText()).isEqualTo("FAILED");
        assertThat(told().get("cause").asText()).isEqualTo("java.io.IOException: no data");
        assertThat(told().has("resultDigest")).isFalse();
    }

    @Test
    void cannotPinWhatARunInThisJvmCannotPin() throws IOException {
        System.setProperty("reprorun.profile", "host");
        System.setProperty("reprorun.result", result.toString());
        ReproducibleRun run = new ExecutedRun(folder).unsigned();

        assertThatThrownBy(() -> run.execute(training -> training.metric("m", 1)))
                .isInstanceOf(UsageException.class)
                .hasMessage("-Dreprorun.profile: cannot be given to a run of execute, which pins nothing; launch pins a"
                        + " profile");
        assertThat(told().get("status").asText()).isEqualTo("REFUSED");
    }

    @Test
    void isRefusedIfItsEndCouldNotBeTold() {
        System.setProperty("reprorun.result", work.toString());
        ReproducibleRun run = new ExecutedRun(folder).unsigned();

        assertThatThrownBy(() -> run.execute(training -> training.metric("m", 1)))
                .hasMessageStartingWith(work + ": how the run ends is to be written there and cannot be (")
                .hasMessageEndingWith("; no training was started");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    /** The one line that was told. */
    private JsonNode told() throws IOException {
        try (Stream<String> lines = Files.lines(result)) {
            List<String> all = lines.toList();
            assertThat(all).hasSize(1);
            return JsonTree.parse(all.get(0));
        }
    }
}
