package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.InterruptedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A secret in every place that a run looks at; no byte that it leaves shows one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is not sent signals there")
class SecretsTests {
    private static final String CANARY = "canary-";

    @TempDir
    private Path folder;

    private Path work;
    private Path temporary;

    @BeforeEach
    void plantSecrets() throws Exception {
        work = Files.createDirectory(folder.resolve("work"));
        temporary = Files.createDirectory(folder.resolve("temporary"));
        git("init", "-q");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "--allow-empty", "-m", "m");
        git("remote", "add", "origin", "https://user:canary-remote@example.org/x.git");
    }

    private void git(String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toList();
        assertThat(new ProcessBuilder(command).directory(work.toFile()).start().waitFor())
                .isZero();
    }

    private StartedProgram leaking(String how) {
        return StartedProgram.of(work, Probe.class, "leak", how, "--token", "canary-argument")
                .classPath(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .environment("SERVICE_PASSWORD", "canary-variable")
                .environment("JAVA_TOOL_OPTIONS", "-Ddb.password=canary-tool")
                .option("-Dservice.password=canary-property")
                .option("-Djava.io.tmpdir=" + temporary);
    }

    private void assertNoSecretIsLeft(Path run) throws IOException {
        for (Path place : List.of(run, temporary)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(CANARY);
                }
            }
        }
    }

    @Test
    void areNowhereInAFailedRun() throws IOException {
        leaking("throw").run().assertStatus(1);

        ExecutedRun run = new ExecutedRun(work, "probe");
        assertThat(run.left().definition().arguments()).contains("--token", "<redacted>");
        assertThat(run.left().definition().unpinned())
                .containsEntry(
                        "secret in argument 4", "it is not recorded, so it is not compared with that of another run");
        assertThat(run.left().details().cause().orElseThrow())
                .isEqualTo("java.lang.IllegalStateException: no answer from https://<redacted>@example.org/");
        assertThat(run.directory().resolve("run.log")).content().contains("signed in with password=<redacted>");
        assertThat(Files.readString(run.directory().resolve("manifest.json"))).contains("example.org/x.git");
        assertNoSecretIsLeft(run.directory());
    }

    @Test
    void areNowhereInARunThatWasKilled() throws IOException {
        leaking("wait").runUntil("ready", process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });

        Path run = new ExecutedRun(work, "probe").directory();
        assertThat(InterruptedRun.in(run).orElseThrow().definition().arguments())
                .contains("<redacted>");
        assertNoSecretIsLeft(run);
    }
}
