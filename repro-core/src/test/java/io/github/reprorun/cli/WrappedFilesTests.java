package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.VerifiedRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a program that has never heard of the library, and what becomes of them when it is run again. */
class WrappedFilesTests {
    private static final String PROGRAM = "io.github.reprorun.programs.Filing";
    private static final String OUTPUTS = Manifest.OUTPUTS;

    @TempDir
    private Path folder;

    private Path work;
    private Path elsewhere;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
        elsewhere = Files.createDirectory(folder.resolve("elsewhere")).toRealPath();
    }

    @Test
    void whatIsReadIsAnInputAndWhatIsLeftIsAnOutput() throws IOException {
        for (String name : List.of(
                "stream",
                "mapped",
                "random",
                "asynchronous",
                "only-read",
                "appended",
                "copied",
                "moved",
                "linked",
                "unread")) {
            Files.writeString(work.resolve(name + ".txt"), name);
        }
        Files.createFile(work.resolve("empty.txt"));
        Files.writeString(work.resolve("counter.txt"), "41");

        run("--", PROGRAM, "everything", elsewhere.toString()).assertStatus(0);

        Manifest manifest = manifests().get(0);
        Map<String, String> read = new TreeMap<>();
        for (String name : List.of(
                "stream", "mapped", "random", "asynchronous", "only-read", "appended", "copied", "moved", "linked")) {
            read.put(name + ".txt", Sha256.ofUtf8(name).hex());
        }
        read.put("empty.txt", Sha256.ofUtf8("").hex());
        read.put("counter.txt", Sha256.ofUtf8("41").hex());
        assertThat(inputs(manifest)).isEqualTo(read);
        assertThat(outputs(manifest))
                .containsEntry("out/stream.txt", Sha256.ofUtf8("a").hex())
                .containsEntry("out/channel.txt", Sha256.ofUtf8("b").hex())
                .containsEntry("out/deep/random.txt", Sha256.ofUtf8("c").hex())
                .containsEntry("out/log.txt", Sha256.ofUtf8("dd").hex())
                .containsEntry("appended.txt", Sha256.ofUtf8("appended+").hex())
                .containsEntry("out/whole.txt", Sha256.ofUtf8("f").hex())
                .containsEntry("finished/part/1.txt", Sha256.ofUtf8("g").hex())
                .containsEntry("out/copy.txt", Sha256.ofUtf8("copied").hex())
                .containsEntry("out/moved.txt", Sha256.ofUtf8("moved").hex())
                .containsEntry("out/link.txt", Sha256.ofUtf8("linked").hex())
                .containsEntry("out/symbolic.txt", Sha256.ofUtf8("f").hex())
                .containsEntry("counter.txt", Sha256.ofUtf8("42").hex())
                .containsKey("out/entries.zip")
                .hasSize(13);
        assertThat(manifest.details().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(manifest.definition().unpinned()).isEmpty();
    }

    @Nested
    class AFolderOfManyFiles {
        @BeforeEach
        void fill() throws IOException {
            Path pictures = Files.createDirectories(work.resolve("data/pictures"));
            for (int i = 0; i < 70; i++) {
                Files.writeString(pictures.resolve(i + ".txt"), Integer.toString(i));
            }
        }

        @Test
        void isOneInputWhoseListingIsKept() throws IOException {
            run("--", PROGRAM, "folder", "data/pictures").assertStatus(0);

            Resource input = manifests().get(0).definition().dependencies(RunDefinition.KIND_INPUT).stream()
                    .findFirst()
                    .orElseThrow();
            assertThat(input.name()).isEqualTo("data/pictures");
            assertThat(input.annotations())
                    .containsEntry("files", "70")
                    .containsEntry("origin", "opened by the program");
            String listing = Files.readString(runs().get(0).resolve("inputs/data/pictures.sha256"));
            assertThat(listing).hasLineCount(70).startsWith(Sha256.ofUtf8("0").hex() + "  0.txt\n");
            assertThat(input.digest())
                    .containsEntry("dirHash", Sha256.ofUtf8(listing).hex());

            Files.writeString(work.resolve("data/pictures/7.txt"), "8");
            Verb diverged = rerun().assertStatus(1);
            assertThat(diverged.err())
                    .contains("data/pictures/7.txt is not what the run read: sha256 " + Sha256.ofUtf8("7") + " then, "
                            + Sha256.ofUtf8("8") + " now");
            assertThat(diverged.out()).contains("likely causes: DATA");

            Files.delete(work.resolve("data/pictures/7.txt"));
            rerun().assertStatus(3)
                    .assertLastError("reprorun: " + work.resolve("data/pictures/7.txt")
                            + ": was read by the run, but is not here");
        }
    }

    @Test
    void aFileThatTheProgramMadeIsNoInputThoughItAppendsToItLater() throws IOException {
        run("--", PROGRAM, "made first").assertStatus(0);

        Manifest manifest = manifests().get(0);
        assertThat(inputs(manifest)).isEmpty();
        assertThat(outputs(manifest))
                .isEqualTo(Map.of(
                        "by-file.txt", Sha256.ofUtf8("j").hex(),
                        "by-files.txt", Sha256.ofUtf8("k").hex(),
                        "by-temporary.txt", Sha256.ofUtf8("l").hex(),
                        "by-link.txt", Sha256.ofUtf8("j").hex()));
        rerun().assertStatus(0);
    }

    @Test
    void aFileThatTheProgramFailedToMakeIsAnInput() throws IOException {
        Map<String, String> there = new TreeMap<>();
        for (String name :
                List.of("by-file.txt", "by-files.txt", "by-copy.txt", "by-link.txt", "by-symbolic.txt", "other.txt")) {
            Files.writeString(work.resolve(name), name);
            there.put(name, Sha256.ofUtf8(name).hex());
        }

        run("--", PROGRAM, "met").assertStatus(0);

        assertThat(inputs(manifests().get(0))).isEqualTo(there);
        assertThat(outputs(manifests().get(0))).isEmpty();
    }

    @Nested
    class AShutdownHook {
        @Test
        void writesOutputsAfterMainHasReturned() throws IOException {
            Ended ended = run("--", PROGRAM, "hooks", "return").assertStatus(0);

            assertWritten(RunStatus.SUCCEEDED);
            assertThat(ended.error()).contains("reprorun: filing SUCCEEDED");
            rerun().assertStatus(0);
        }

        @Test
        void writesOutputsThoughTheProgramExits() throws IOException {
            run("--", PROGRAM, "hooks", "0").assertStatus(0);

            assertWritten(RunStatus.SUCCEEDED);
        }

        @Test
        void writesOutputsOfAProgramThatFails() throws IOException {
            run("--", PROGRAM, "hooks", "9").assertStatus(9);

            assertWritten(RunStatus.INTERRUPTED);
        }

        @Test
        void leavesNoManifestIfItHaltsTheJvmAndTheLauncherSaysSo() throws IOException {
            Ended ended = run("--", PROGRAM, "hooks", "halt").assertStatus(1);

            Path run = runs().get(0);
            assertThat(ended.error())
                    .endsWith("reprorun: " + run + " has no manifest: its JVM ended with status 0, by"
                            + " Runtime.halt or because something ended it; show tells how far the run came, and resume"
                            + " goes on\n");
            assertThat(Verb.run("show", run).assertStatus(0).out())
                    .contains("status                       INTERRUPTED", "reprorun resume " + run);
        }

        @Test
        void doesNotKeepAFailedCheckFromBeingSeen() throws IOException {
            Ended ended = run("--output", "never.txt", "--", PROGRAM, "hooks", "return")
                    .assertStatus(2);

            assertThat(ended.error().lines())
                    .endsWith("reprorun: --output " + work.resolve("never.txt")
                            + ": the program has written nothing there");
            assertWritten(RunStatus.FAILED);
        }

        private void assertWritten(RunStatus status) throws IOException {
            assertThat(manifests().get(0).details().status()).isEqualTo(status);
            assertThat(outputs(manifests().get(0)))
                    .isEqualTo(Map.of(
                            "main.txt", Sha256.ofUtf8("mo").hex(),
                            "hook.txt", Sha256.ofUtf8("n").hex()));
        }
    }

    @Nested
    class AnOutputThatIsNamed {
        @Test
        void mayLieElsewhereAndComeFromAChild() throws IOException {
            Files.createDirectories(elsewhere.resolve("models/old"));
            Files.writeString(elsewhere.resolve("models/old/stale.txt"), "of a former run");
            run(
                            "--output",
                            elsewhere.resolve("models").toString(),
                            "--output",
                            elsewhere.resolve("labels.txt").toString(),
                            "--output",
                            "by-child.txt",
                            "--",
                            PROGRAM,
                            "shell",
                            "echo a > " + elsewhere + "/models/a.txt; echo b > " + elsewhere + "/labels.txt;"
                                    + " echo c > by-child.txt; echo d > unseen.txt")
                    .assertStatus(0);

            assertThat(outputs(manifests().get(0)))
                    .isEqualTo(Map.of(
                            "models/a.txt", Sha256.ofUtf8("a\n").hex(),
                            "labels.txt", Sha256.ofUtf8("b\n").hex(),
                            "by-child.txt", Sha256.ofUtf8("c\n").hex()));
            rerun().assertStatus(0);
        }

        @Test
        void mayBeTheWorkingDirectoryWithTheRunsInIt() throws IOException {
            run("--output", ".", "--", PROGRAM, "shell", "mkdir a; echo a > a/b; echo c > runs/c")
                    .assertStatus(0);

            assertThat(outputs(manifests().get(0))).containsOnlyKeys("a/b");
        }

        @Test
        void hasToAppear() throws IOException {
            Path never = work.resolve("never.txt");

            Ended ended = run("--output", "never.txt", "--", PROGRAM, "once", "other.txt")
                    .assertStatus(2);

            String cause = "--output " + never + ": the program has written nothing there";
            assertThat(ended.error().lines()).endsWith("reprorun: " + cause);
            Manifest manifest = manifests().get(0);
            assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
            assertThat(manifest.details().cause().orElseThrow()).endsWith(cause);
            assertThat(outputs(manifest)).containsOnlyKeys("other.txt");
        }

        @Test
        void isRefusedBeforeTheStartWhereItCannotBeMeant() {
            Path here = Path.of("").toAbsolutePath();
            assertRefused(
                    "--output " + elsewhere + "/b/x: would have the name outputs/x, as would " + elsewhere + "/a/x",
                    "--output",
                    elsewhere + "/a/x",
                    "--output",
                    elsewhere + "/b/x");
            assertRefused(
                    "--output " + here + "/runs/x: lies in the runs directory " + here + "/runs", "--output", "runs/x");
            assertRefused("--output /: is not a file or folder that a program makes", "--output", "/");
        }

        private void assertRefused(String message, Object... outputs) {
            List<Object> all = new ArrayList<>(List.of("run", "--name", "n"));
            all.addAll(List.of(outputs));
            all.addAll(List.of("--", PROGRAM));
            Verb.run(all.toArray()).assertStatus(2).assertError("reprorun: " + message);
        }

        @Test
        void cannotHaveTheNameOfAnother() throws IOException {
            Ended twice = run(
                            "--output",
                            elsewhere.resolve("x.txt").toString(),
                            "--output",
                            "x.txt",
                            "--",
                            PROGRAM,
                            "shell",
                            "echo a > " + elsewhere + "/x.txt; echo b > x.txt")
                    .assertStatus(2);

            assertThat(twice.error())
                    .contains("output \"x.txt\": would be the name of both " + elsewhere.resolve("x.txt") + " and "
                            + work.resolve("x.txt"));
        }
    }

    @Test
    void anOutputThatAManifestCannotNameIsRefusedByItsOwnName() throws IOException {
        assumeThat(File.separator).isEqualTo("/");

        Ended ended = run("--", PROGRAM, "once", "models\\model.bin");

        assertThat(ended.status()).isEqualTo(2);
        Manifest manifest = manifests().get(0);
        assertThat(manifest.details().status()).isEqualTo(RunStatus.FAILED);
        assertThat(manifest.details().cause().orElseThrow())
                .contains(
                        "output \"models\\model.bin\": is not a valid name: it must not be empty, nor hold a backslash");
        assertThat(outputs(manifest)).isEmpty();
        assertThat(work.resolve("models\\model.bin")).hasContent("made");
    }

    @Nested
    class ARerun {
        @Test
        void findsWhatTheRunFound() throws IOException {
            run("--", PROGRAM, "once", "made.txt").assertStatus(0);

            rerun().assertStatus(0);
            assertThat(work.resolve("made.txt")).hasContent("made");
        }

        @Test
        void findsTheSameCodeThoughTheProgramWritesBesideIt() throws IOException {
            String around = StartedProgram.classPath() + File.pathSeparator + work;
            run("--class-path", around, "--", PROGRAM, "once", "made.txt").assertStatus(0);

            assertThat(rerun().assertStatus(0).out()).doesNotContain("CODE");
        }

        @Test
        void leavesAFileThatSomebodyChanged() throws IOException {
            run("--", PROGRAM, "once", "made.txt").assertStatus(0);
            Files.writeString(work.resolve("made.txt"), "made by hand");

            rerun().assertStatus(4);
            assertThat(work.resolve("made.txt")).hasContent("made by hand");
        }

        @Test
        void leavesTheFormerOutputsWhereItCannotBegin() throws IOException {
            Files.writeString(work.resolve("in.txt"), "in");
            run("--", PROGRAM, "copy and exit", "in.txt", "out.txt").assertStatus(0);
            assertThat(manifests().get(0).details().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(outputs(manifests().get(0)))
                    .isEqualTo(Map.of("out.txt", Sha256.ofUtf8("in").hex()));

            Files.delete(work.resolve("in.txt"));
            rerun().assertStatus(3)
                    .assertLastError("reprorun: " + work.resolve("in.txt") + ": was read by the run, but is not here");
            assertThat(work.resolve("out.txt")).hasContent("in");
        }

        @Test
        void cannotBeToldAnotherPlaceOfWhatTheProgramOpensItself() throws IOException {
            Files.writeString(work.resolve("in.txt"), "in");
            run("--", PROGRAM, "copy and exit", "in.txt", "out.txt").assertStatus(0);

            Verb.apart(work, "rerun", runs().get(0), "--allow-unsigned", "--input", "in.txt=other.txt")
                    .assertStatus(2)
                    .assertLastError(
                            "reprorun: input \"in.txt\": was opened by the program itself, which cannot be told"
                                    + " another place");
        }
    }

    @Test
    void anInputThatSomebodyElseChangesIsNamed() throws IOException {
        Files.writeString(work.resolve("in.txt"), "in");

        Ended ended = run("--", PROGRAM, "read and shell", "in.txt", "echo more >> in.txt")
                .assertStatus(1);

        String change = "input " + work.resolve("in.txt") + ": had the digest " + Sha256.ofUtf8("in")
                + " when the program opened it, has " + Sha256.ofUtf8("inmore\n") + " at the end of the run";
        assertThat(ended.error()).contains(change);
        assertThat(manifests().get(0).details().cause().orElseThrow()).endsWith(change);
    }

    @Test
    void aMainThatIsNotStaticIsRefused() {
        assertThat(run("--", "io.github.reprorun.programs.NotStatic")
                        .assertStatus(2)
                        .error()
                        .lines())
                .endsWith("reprorun: io.github.reprorun.programs.NotStatic: its main is not static");
    }

    private static Map<String, String> inputs(Manifest manifest) {
        Map<String, String> inputs = new TreeMap<>();
        manifest.definition()
                .dependencies(RunDefinition.KIND_INPUT)
                .forEach(input -> inputs.put(input.name(), input.digest().get("sha256")));
        return inputs;
    }

    private static Map<String, String> outputs(Manifest manifest) {
        Map<String, String> outputs = new TreeMap<>();
        manifest.subjects().forEach((name, digest) -> {
            if (name.startsWith(OUTPUTS)) {
                outputs.put(name.substring(OUTPUTS.length()), digest.hex());
            }
        });
        return outputs;
    }

    private Verb rerun() throws IOException {
        return Verb.apart(work, "rerun", runs().get(0), "--allow-unsigned");
    }

    private Ended run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--name", "filing", "--seed", "7"));
        if (!List.of(arguments).contains("--class-path")) {
            all.addAll(List.of("--class-path", StartedProgram.classPath()));
        }
        all.addAll(List.of(arguments));
        return StartedProgram.of(work, Main.class, all.toArray(String[]::new)).run();
    }

    /** What verifies of each run by its directory alone. */
    private List<Manifest> manifests() throws IOException {
        return runs().stream().map(run -> VerifiedRun.unsigned(run).manifest()).toList();
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.list(work.resolve("runs/filing"))) {
            return all.sorted().toList();
        }
    }
}
