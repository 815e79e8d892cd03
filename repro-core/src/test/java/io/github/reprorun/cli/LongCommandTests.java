package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.programs.Seeds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class paths and arguments that no system takes on the command line of a process. */
class LongCommandTests {
    private static final int JARS = 900;
    private static final int LONGEST_WORD_OF_LINUX = 128 << 10;

    @TempDir
    private static Path shared;

    /** All its jars, which {@code java} expands without a long command. */
    private static String classPath;

    @TempDir
    private Path folder;

    private Path work;

    @BeforeAll
    static void makeJars() throws IOException {
        Path lib = Files.createDirectory(shared.toRealPath().resolve("lib"));
        for (int i = 0; i < JARS; i++) {
            Files.createFile(lib.resolve("j".repeat(150) + i + ".jar"));
        }
        classPath = StartedProgram.classPath() + File.pathSeparator + lib + File.separator + "*";
    }

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Test
    void areLaunchedAndRunAgain() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "", "a b", "\"c\" \\ d", "two\r\nlines\tand\fmore", "#", "@none", "'e", "\u00fc\u20ac\ud83d\ude00"));
        arguments.addAll(Collections.nCopies(14, "x".repeat(10_000)));

        StartedProgram.of(work, Seeds.class, arguments.toArray(String[]::new))
                .classPath(classPath)
                .run()
                .assertStatus(0);

        List<Path> runs = runs("seeds");
        assertThat(runs).hasSize(2).allSatisfy(run -> assertIsLong(ManifestJson.read(run)));
        assertThat(ManifestJson.read(runs.get(0)).definition().arguments()).isEqualTo(arguments);
        Verb.apart(work, "rerun", runs.get(1), "--allow-unsigned").assertStatus(0);
    }

    @Test
    void areWrapped() throws IOException {
        StartedProgram.of(
                        work,
                        Main.class,
                        "run",
                        "--name",
                        "plain",
                        "--class-path",
                        classPath,
                        "--",
                        "io.github.reprorun.programs.Plain",
                        "say",
                        "x y")
                .run()
                .assertStatus(0);

        assertIsLong(ManifestJson.read(runs("plain").get(0)));
    }

    private static void assertIsLong(Manifest manifest) {
        assertThat(String.join(
                        File.pathSeparator, manifest.definition().profile().classPath()))
                .hasSizeGreaterThan(LONGEST_WORD_OF_LINUX);
    }

    private List<Path> runs(String name) throws IOException {
        try (Stream<Path> runs = Files.list(work.resolve("runs").resolve(name))) {
            return runs.toList();
        }
    }
}
