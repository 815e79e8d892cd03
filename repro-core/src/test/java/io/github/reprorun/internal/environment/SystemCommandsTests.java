package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class SystemCommandsTests {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void whatAProgramPrintsIsTakenDownWithItsArgumentsVariablesAndFolder() throws IOException {
        program("tell", "printf '%s|%s|%s' \"$1\" \"$COLOUR\" \"$(pwd -P)\"");

        assertThat(run(LONG, "tell", "a b")).isEqualTo(Evidence.observed("a b|red|" + folder.toRealPath()));
    }

    @Test
    void itsStandardInputIsEmpty() throws IOException {
        program("ask", "cat; echo end");

        assertThat(run(LONG, "ask")).isEqualTo(Evidence.observed("end\n"));
    }

    @Test
    void muchOutputOnBothStreamsBlocksNobody() throws IOException {
        program("chat", "i=0; while [ $i -lt 2000 ]; do printf '%0100d' 0; printf '%0100d' 0 >&2; i=$((i+1)); done");

        assertThat(run(LONG, "chat").fold(String::length, reason -> -1)).isEqualTo(200_000);
    }

    @Test
    void aProgramThatIsNotThereIsToldWithoutAProcess() {
        assertThat(run(LONG, "absent")).isEqualTo(Evidence.unavailable("absent is not on PATH"));
        assertThat(new SystemCommands(Map.of()).output(List.of("sh"), folder, Map.of(), LONG))
                .isEqualTo(Evidence.unavailable("sh is not on PATH"));
    }

    @Test
    void aProgramInARelativeFolderIsNotTaken() throws IOException {
        program("tell", "echo here");

        assertThat(new SystemCommands(Map.of("PATH", ".:bin")).output(List.of("tell"), folder, Map.of(), LONG))
                .isEqualTo(Evidence.unavailable("tell is not on PATH"));
    }

    @Test
    void aFailureIsToldByItsStatusAndFirstLineWithoutSecrets() throws IOException {
        program("fail", "echo 'cannot open https://me:hunter2@host' >&2; echo more >&2; exit 3");
        program("mute", "exit 1");

        assertThat(run(LONG, "fail"))
                .isEqualTo(Evidence.unavailable("fail ended with status 3: cannot open https://<redacted>@host"));
        assertThat(run(LONG, "mute")).isEqualTo(Evidence.unavailable("mute ended with status 1: it said nothing"));
    }

    @Test
    void aProgramThatHangsIsKilledWithAllItStarted() throws Exception {
        program("hang", "sleep 300 & echo $! > child; echo $$ > self; wait");

        assertThat(run(Duration.ofMillis(800), "hang"))
                .isEqualTo(Evidence.unavailable("hang did not end within 800 ms and was killed"));
        requireEnded("self");
        requireEnded("child");
    }

    @Test
    void aProgramThatLeavesItsOutputToAnotherIsNotWaitedForLonger() throws Exception {
        program("leave", "echo done; sleep 300 & echo $! > child");

        assertThat(run(Duration.ofMillis(500), "leave")).isEqualTo(Evidence.observed("done\n"));
        ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("child")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws IOException {
        program("hang", "sleep 300");
        Thread.currentThread().interrupt();

        Evidence<String> output = run(LONG, "hang");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(output).isEqualTo(Evidence.unavailable("this thread was interrupted while it waited for hang"));
    }

    private void requireEnded(String file) throws Exception {
        String id = Files.readString(folder.resolve(file)).strip();
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(id));
        if (process.isPresent()) {
            process.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private Evidence<String> run(Duration timeout, String... command) {
        String path = folder.resolve("bin") + ":" + System.getenv("PATH");
        return new SystemCommands(Map.of("PATH", path))
                .output(List.of(command), folder, Map.of("COLOUR", "red"), timeout);
    }

    private void program(String name, String text) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
