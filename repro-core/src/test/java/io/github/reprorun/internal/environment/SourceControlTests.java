package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SourceControlTests {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path folder;

    @Nested
    class WhatGitSays {
        @Test
        void isReadWithoutMistakingNamesForEntries() {
            Commands git = (command, directory, variables, timeout) -> Evidence.observed(
                    command.contains("status")
                            ? "# branch.oid " + COMMIT + "\0# branch.head main\0"
                                    + "1 .M N... 100644 100644 100644 a a src/A.java\0"
                                    + "2 R. N... 100644 100644 100644 a a R100 new\0? old name\0"
                                    + "u UU N... 1 1 1 1 a a a both\0? notes.txt\0"
                            : "remote.backup.url\nssh://git@example.com/b.git\0"
                                    + "remote.origin.url\nhttps://me:hunter2@example.com/a.git\0");

            assertThat(SourceControl.observe(folder, git))
                    .isEqualTo(Evidence.observed(new SourceControl(
                            COMMIT, 3, 1, Evidence.observed("https://<redacted>@example.com/a.git"))));
        }

        @Test
        void isAskedForWithoutPromptsLocksAndSideEffects() {
            Commands git = (command, directory, variables, timeout) -> {
                assertThat(command)
                        .startsWith(
                                "git",
                                "--no-optional-locks",
                                "-c",
                                "core.fsmonitor=false",
                                "-c",
                                "core.hooksPath=/dev/null");
                assertThat(variables).containsEntry("GIT_TERMINAL_PROMPT", "0");
                assertThat(directory).isEqualTo(folder);
                assertThat(timeout).isLessThanOrEqualTo(Duration.ofSeconds(5));
                return Evidence.unavailable("asked");
            };

            assertThat(SourceControl.observe(folder, git)).isEqualTo(Evidence.unavailable("asked"));
        }

        @Test
        void mayNotBeACommitYet() {
            Commands git = (command, directory, variables, timeout) ->
                    Evidence.observed("# branch.oid (initial)\0# branch.head main\0");

            assertThat(SourceControl.observe(folder, git))
                    .isEqualTo(Evidence.unavailable("git knows no commit here yet"));
        }
    }

    @Test
    void aTreeIsDirtyIfKnownFilesAreModified() {
        assertThat(new SourceControl(COMMIT, 1, 0, Evidence.unavailable("none")).dirty())
                .isTrue();
        assertThat(new SourceControl(COMMIT, 0, 7, Evidence.unavailable("none")).dirty())
                .isFalse();
        assertThatThrownBy(() -> new SourceControl("main", 0, 0, Evidence.unavailable("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a commit has 40 or 64 hexadecimal digits, not \"main\"");
    }

    @Nested
    @EnabledOnOs({OS.LINUX, OS.MAC})
    class WithTheRealGit {
        private final Commands commands = Commands.system();

        @BeforeEach
        void commitOneFile() throws IOException {
            git("init", "-q");
            Files.writeString(folder.resolve("A.java"), "class A {}");
            git("add", ".");
            git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first");
        }

        @Test
        void aCommitItsChangesAndItsRemoteAreSeen() throws IOException {
            String commit = git("rev-parse", "HEAD").strip();
            assertThat(SourceControl.observe(folder, commands).fold(SourceControl::toString, reason -> reason))
                    .startsWith(
                            "SourceControl[commit=" + commit
                                    + ", modified=0, untracked=0, remote=Unavailable[reason=git names no remote (git ended with");

            git("remote", "add", "origin", "https://token@example.com/a.git");
            Files.writeString(folder.resolve("A.java"), "class A { int b; }");
            Files.writeString(folder.resolve("new\nname"), "");

            assertThat(SourceControl.observe(folder, commands))
                    .isEqualTo(Evidence.observed(new SourceControl(
                            commit, 1, 1, Evidence.observed("https://<redacted>@example.com/a.git"))));
        }

        @Test
        void aProgramThatTheRepositoryNamesForWatchingIsNotStarted() throws IOException {
            Path trap = script("trap", "touch '" + folder.resolve("sprung") + "'");
            git("config", "core.fsmonitor", trap.toString());
            git("config", "core.hooksPath", trap.getParent().toString());
            Files.writeString(folder.resolve("A.java"), "class A { int b; }");

            assertThat(SourceControl.observe(folder, commands).fold(SourceControl::dirty, reason -> null))
                    .isTrue();
            assertThat(folder.resolve("sprung")).doesNotExist();
        }

        @Test
        void aFolderThatIsNoRepositoryIsToldSo() throws IOException {
            Path outside = Files.createDirectory(folder.resolve("outside"));
            Files.writeString(outside.resolve(".git"), "gitdir: nowhere");

            assertThat(SourceControl.observe(outside, commands).fold(SourceControl::toString, reason -> reason))
                    .startsWith("git ended with status 128: fatal: not a git repository");
        }

        private String git(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            return commands.output(command, folder, Map.of("HOME", folder.toString()), Duration.ofSeconds(30))
                    .fold(output -> output, reason -> {
                        throw new IllegalStateException(reason);
                    });
        }
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
