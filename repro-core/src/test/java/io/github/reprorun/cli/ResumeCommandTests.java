package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.ExecutedRun;
import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.programs.Probe;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code resume} refuses before it starts anything. */
class ResumeCommandTests {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ExecutedRun executed;

    @BeforeEach
    void prepare() throws IOException {
        executed = new ExecutedRun(folder.toRealPath());
    }

    private Path failed(ReproducibleRun run) {
        assertThatThrownBy(() -> run.execute(training -> {
                    Files.writeString(training.output("log"), "begun");
                    throw new IllegalStateException("no convergence");
                }))
                .hasMessage("no convergence");
        return executed.directory();
    }

    /** Each place is as the user sees it, not as the program does that starts elsewhere. */
    @Test
    void takesAClassPathFromWhereItIsCalled() throws IOException {
        Path work = Files.createDirectory(folder.toRealPath().resolve("work"));
        StartedProgram.of(work, Probe.class, "throw").run().assertStatus(1);
        Path run = new ExecutedRun(work, "probe").directory();
        Path caller = Files.createDirectory(folder.toRealPath().resolve("caller"));
        List<String> entries = Stream.of(StartedProgram.classPath().split(File.pathSeparator))
                .map(entry -> caller.relativize(Path.of(entry)).toString())
                .toList();

        Verb.apart(caller, "resume", run, "--class-path", String.join(File.pathSeparator, entries))
                .assertStatus(1);

        Manifest resumed = VerifiedRun.unsigned(run).manifest();
        assertThat(resumed.details().cause()).contains("java.lang.IllegalStateException: no convergence");
        assertThat(resumed.details().interruptions()).isNotEmpty();
        assertThat(resumed.definition().profile().classPath())
                .isEqualTo(entries.stream()
                        .map(entry -> caller.resolve(entry).normalize().toString())
                        .toList());
    }

    @Nested
    class OfAJournal {
        static Stream<Arguments> flaws() {
            return Stream.of(
                    flaw("no definition", facts -> facts.remove("definition"), "has no"),
                    flaw("another definition", facts -> facts.put("definition", "x"), "has no"),
                    flaw("negative threads", facts -> profile(facts).put("threads", -1), "not -1"),
                    flaw(
                            "more threads than an int",
                            facts -> profile(facts).put("threads", (1L << 32) + 1),
                            "too large"),
                    flaw(
                            "NUL in the directory",
                            facts -> profile(facts).put("workingDirectory", "/tmp\0/x"),
                            "Nul character not allowed"),
                    flaw(
                            "NUL in the class path",
                            facts -> ((ArrayNode) profile(facts).get("classPath")).add("a\0b"),
                            "Nul character not allowed"),
                    flaw(
                            "NUL in an option",
                            facts -> ((ArrayNode) profile(facts).get("jvmOptions")).add("-Da=\0"),
                            "a NUL in -Da="),
                    flaw(
                            "NUL in a variable",
                            facts -> ((ObjectNode) profile(facts).get("environment")).put("A", "b\0"),
                            "a NUL in b"),
                    flaw("NUL in an argument", facts -> arguments(facts).add("c\0"), "a NUL in c"),
                    flaw(
                            "NUL in an input",
                            facts -> facts.putObject("inputs").put("table", "t\0"),
                            "Nul character not allowed"),
                    flaw("the name of another run", facts -> external(facts).put("name", "other"), "called \"other\""),
                    flaw("no name for a folder", facts -> external(facts).put("name", "../x"), "called \"../x\""));
        }

        private static Arguments flaw(String name, Consumer<ObjectNode> edit, String problem) {
            return Arguments.argumentSet(name, edit, problem);
        }

        private static ObjectNode profile(ObjectNode facts) {
            return (ObjectNode) facts.at("/definition/internalParameters/profile");
        }

        private static ObjectNode external(ObjectNode facts) {
            return (ObjectNode) facts.at("/definition/externalParameters");
        }

        private static ArrayNode arguments(ObjectNode facts) {
            return (ArrayNode) external(facts).get("arguments");
        }

        @ParameterizedTest
        @MethodSource("flaws")
        void isRefusedInOneLine(Consumer<ObjectNode> edit, String problem) throws IOException {
            Path run = failed(executed.unsigned());
            Path journal = run.resolve("journal.jsonl");
            List<String> lines = new ArrayList<>(Files.readAllLines(journal));
            ObjectNode started = (ObjectNode) JSON.readTree(lines.get(0));
            edit.accept((ObjectNode) started.get("facts"));
            lines.set(0, JSON.writeValueAsString(started));
            Files.write(journal, lines);

            Verb verb = Verb.run("resume", run).assertStatus(2);

            assertThat(verb.err().lines()).singleElement().asString().contains(run.toString(), problem);
        }

        @Test
        void isNotWaitedForIfItIsNoFile() throws IOException {
            Path run = Files.createDirectories(folder.toRealPath().resolve("name/id"));
            Path journal = Files.createDirectory(run.resolve("journal.jsonl"));

            Verb.run("resume", run).assertStatus(2).assertError("reprorun: " + journal + ": is not a regular file");
        }
    }

    @Nested
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions there")
    class WhatOthersMayWrite {
        @ParameterizedTest
        @ValueSource(
                strings = {"", "journal.jsonl", ".lock", "checkpoints", "checkpoints/fit-000000-000000000001.checkpoint"
                })
        void isRefused(String name) throws IOException {
            Path run = failed(executed.unsigned());
            Files.createDirectory(run.resolve("checkpoints"));
            Files.createFile(run.resolve("checkpoints/fit-000000-000000000001.checkpoint"));
            Path open = name.isEmpty() ? run : run.resolve(name);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xrwx"));

            Verb.run("resume", run)
                    .assertStatus(2)
                    .assertError("reprorun: " + open + ": can be written by others (rwxr-xrwx); only a run that nobody"
                            + " else can have changed is resumed. If nobody has changed it, run chmod go-w " + open);
        }

        @ParameterizedTest
        @ValueSource(strings = {"journal.jsonl", "checkpoints"})
        void mayNotBeLinkedTo(String name) throws IOException {
            Path run = failed(executed.unsigned());
            Files.createDirectory(run.resolve("checkpoints"));
            Path link = run.resolve(name);
            Path moved = Files.move(link, folder.resolve("moved"));
            Files.createSymbolicLink(link, moved);

            Verb.run("resume", run)
                    .assertStatus(2)
                    .assertError("reprorun: " + link
                            + ": is a link; only a run that nobody else can have changed is resumed");
        }
    }

    @Nested
    class OfASignedManifest {
        @Test
        void isVerifiedByTheKeyThatTheJournalNames() throws IOException {
            Path run = failed(executed.signed());
            Files.writeString(run.resolve("outputs/log"), "changed");

            Verb verb = Verb.run("resume", run).assertStatus(1);

            assertThat(verb.err()).startsWith("reprorun: outputs/log: expected sha256 ");
        }

        @Test
        void mustNotLoseItsSignature() throws IOException {
            Path run = failed(executed.signed());
            Files.delete(run.resolve("manifest.dsse.json"));

            Verb.run("resume", run)
                    .assertStatus(1)
                    .assertError("reprorun: " + run + ": expected a signed run, found no manifest.dsse.json");
        }

        @Test
        void isVerifiedByTheKeyThatTheUserTrusts() {
            Path run = failed(executed.signed());
            SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder.resolve("other"));

            Verb verb = Verb.run("resume", run, "--trusted-key", folder.resolve("other/signing.pub.pem"))
                    .assertStatus(1);

            assertThat(verb.err())
                    .contains("expected signatures by trusted keys alone (SHA256:", "found one by SHA256:");
        }

        @Test
        void isNotBelievedIfNobodySaysWhoSignedIt() throws IOException {
            Path run = failed(executed.unsigned());
            SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder.resolve("later"));
            Verb.run("sign", run, "--key", folder.resolve("later/signing.pem")).assertStatus(0);

            Verb.run("resume", run)
                    .assertStatus(2)
                    .assertError("reprorun: " + run + ": has a signed manifest, and its journal does not say by whom;"
                            + " say whose signature is believed: --trusted-key or --policy");
        }
    }
}
