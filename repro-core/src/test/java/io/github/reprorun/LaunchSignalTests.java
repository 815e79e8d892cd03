package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is not sent signals there")
class LaunchSignalTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "USR1, 138", "USR2, 140"})
    void reachTheTrainingAndItsStatusComesBack(String signal, int status) throws IOException {
        assumeThat(IgnoredSignals.has(signal))
                .as("%s is ignored here, so JVMs do not heed it", signal)
                .isFalse();

        Ended ended = StartedProgram.of(work, Probe.class, "wait")
                .runUntil("ready", process -> kill(signal, process.pid()))
                .assertStatus(status);

        assertInterrupted("SIG" + signal);
        assertThat(ended.error().lines()).hasSize(3).startsWith("reprorun: probe INTERRUPTED: SIG" + signal);
    }

    /** As {@code timeout} and service managers send it: the training gets it twice, once passed on by its parent. */
    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "USR1, 138", "USR2, 140"})
    @EnabledIf("hasSetsid")
    void toTheWholeProcessGroupEndTheTrainingOnce(String signal, int status) throws IOException {
        assumeThat(IgnoredSignals.has(signal))
                .as("%s is ignored here, so JVMs do not heed it", signal)
                .isFalse();

        Ended ended = StartedProgram.of(work, Probe.class, "wait")
                .through(command ->
                        Stream.concat(Stream.of("setsid"), command.stream()).toList())
                .runUntil("ready", process -> kill(signal, -process.pid()))
                .assertStatus(status);

        assertInterrupted("SIG" + signal);
        assertThat(ended.error().lines()).hasSize(3).startsWith("reprorun: probe INTERRUPTED: SIG" + signal);
    }

    /** Nobody can pass these on, so the training sees that its launcher is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "SEGV", "ALRM", "XCPU"})
    void thatEndTheLauncherEndTheTrainingToo(String signal) throws IOException {
        List<ProcessHandle> training = new ArrayList<>();
        StartedProgram.of(work, Probe.class, "wait")
                .option("-XX:ErrorFile=" + folder.resolve("hs_err.log"))
                .through(command -> Stream.concat(
                                Stream.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"), command.stream())
                        .toList())
                .runUntil("ready", process -> {
                    process.children().forEach(training::add);
                    kill(signal, process.pid());
                });

        assertThat(training)
                .singleElement()
                .satisfies(child ->
                        assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(child));
        assertInterrupted("the process that launched it is gone");
    }

    /** The terminal sends its interrupt to the training and to its parent, which must not pass it on. */
    @Test
    @EnabledIf("hasTerminal")
    void byCtrlCInATerminalEndTheTrainingOnce() throws IOException {
        assumeThat(IgnoredSignals.has("INT"))
                .as("INT is ignored here, so JVMs do not heed it")
                .isFalse();

        StartedProgram.of(work, Probe.class, "wait")
                .through(command -> List.of("script", "-qec", "'" + String.join("' '", command) + "'", "/dev/null"))
                .runUntil("ready", script -> {
                    script.getOutputStream().write(3);
                    script.getOutputStream().flush();
                })
                .assertStatus(130);

        assertInterrupted("SIGINT");
    }

    private void assertInterrupted(String cause) {
        Manifest manifest = new ExecutedRun(work, "probe").left();
        assertThat(manifest.details().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(manifest.details().cause()).contains(cause);
        assertThat(manifest.subjects()).containsEntry("outputs/partial", Sha256.ofUtf8("p"));
    }

    static boolean hasSetsid() {
        return Files.isExecutable(Path.of("/usr/bin/setsid"));
    }

    /** The {@code script} of util-linux: that of other systems takes its arguments in another order. */
    static boolean hasTerminal() {
        return hasSetsid() && Files.isExecutable(Path.of("/usr/bin/script"));
    }

    @Test
    void ofTheTrainingAloneAreToldToo() throws IOException {
        StartedProgram.of(work, Probe.class, "wait")
                .runUntil("ready", process -> kill("TERM", onlyChild(process)))
                .assertStatus(143);

        assertThat(new ExecutedRun(work, "probe").left().details().cause()).contains("SIGTERM");
    }

    @ParameterizedTest
    @CsvSource({"KILL, 137", "SEGV, 134"})
    void thatNoProgramSurvivesLeaveAnInterruptedRunAndTheStatusOfAShell(String signal, int status) throws IOException {
        StartedProgram.of(work, Probe.class, "wait")
                .option("-XX:ErrorFile=" + folder.resolve("hs_err.log"))
                .through(command -> Stream.concat(
                                Stream.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"), command.stream())
                        .toList())
                .runUntil("ready", process -> kill(signal, onlyChild(process)))
                .assertStatus(status);

        Path directory = new ExecutedRun(work, "probe").directory();
        assertThat(directory.resolve("manifest.json")).doesNotExist();
        assertThat(InterruptedRun.in(directory).orElseThrow().status()).isEqualTo("INTERRUPTED");
        assertThat(directory.resolve("outputs/partial")).hasContent("p");
    }

    @Test
    void thatComeAsSoonAsTheTrainingStartsAreToldAndTheEndIsWaitedFor() throws IOException {
        Path told = folder.resolve("told");
        Path java = script(
                "trap 'sleep 0.5; echo told >'" + told + "'; exit 143' TERM",
                "kill -TERM $PPID",
                "for i in $(seq 600); do sleep 0.1; done");

        StartedProgram.of(work, Probe.class, "wait")
                .environment("REPRORUN_JAVA", java.toString())
                .option("-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("temporary")))
                .run()
                .assertStatus(143);

        assertThat(told).hasContent("told\n");
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
    }

    private Path script(String... lines) throws IOException {
        Path script = Files.writeString(folder.resolve("java"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static long onlyChild(Process process) {
        return process.children().findFirst().orElseThrow().pid();
    }

    private static void kill(String signal, long process) throws IOException {
        try {
            assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process)
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
