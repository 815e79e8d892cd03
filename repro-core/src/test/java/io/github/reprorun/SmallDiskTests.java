package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.cli.Main;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A launched training that writes more than there is room for. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the disk is small by ulimit")
class SmallDiskTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Test
    void failsAndKeepsWhatWasWrittenWhereOnlyOneFileIsTooLarge() {
        Ended ended = StartedProgram.of(work, Probe.class, "fill")
                .option("-XX:-UsePerfData")
                .through(command -> Stream.concat(
                                Stream.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"), command.stream())
                        .toList())
                .run()
                .assertStatus(1);

        assertThat(ended.error()).startsWith("reprorun: probe FAILED: java.io.IOException: File too large\n");
        Manifest manifest = new ExecutedRun(work, "probe").left();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.subjects())
                .containsEntry("outputs/partial", Sha256.ofUtf8("p"))
                .containsKey("outputs/large");
    }

    @Test
    void isInterruptedOnAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
        Path runs = Files.createDirectory(work.resolve("runs"));
        assumeThat(mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", runs.toString()))
                .as("only root can mount a small disk")
                .isTrue();
        try {
            Ended ended = StartedProgram.of(work, Probe.class, "fill").run().assertStatus(1);

            Path run = new ExecutedRun(work, "probe").directory();
            assertThat(ended.error())
                    .contains(
                            "reprorun: how the run ended is not recorded: ",
                            "No space left on device",
                            "reprorun: " + run + " holds its journal; to go on: reprorun resume " + run);
            assertThat(InterruptedRun.in(run).orElseThrow().status()).isEqualTo("INTERRUPTED");
            assertThat(run.resolve("outputs/partial")).hasContent("p");
            assertThat(run.resolve("manifest.json")).doesNotExist();
            assertThat(run.resolve(".manifest.json.tmp")).doesNotExist();

            assertThat(mount("-o", "remount,size=8m", runs.toString())).isTrue();
            StartedProgram.of(work, Main.class, "resume", run.toString()).run().assertStatus(0);
            assertThat(new ExecutedRun(work, "probe").left().details().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(Files.size(run.resolve("outputs/large"))).isEqualTo(2 << 20);
        } finally {
            assertThat(call(List.of("umount", runs.toString()))).isTrue();
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        return call(Stream.concat(Stream.of("mount"), Stream.of(arguments)).toList());
    }

    private static boolean call(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
