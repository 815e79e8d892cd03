package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.programs.FileCalls;
import io.github.reprorun.runs.VerifiedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which the JDK makes a file: a run sees each. */
class JdkFileCallsTests {
    @TempDir
    private Path folder;

    @Test
    void allAreClassified() throws Exception {
        Set<String> unknown = new TreeSet<>(FileCalls.ofThisJdk().keySet());
        unknown.removeAll(FileCalls.classified().keySet());

        assertThat(unknown)
                .as("this JDK has calls about files that file-calls.txt does not say of whether they make one")
                .isEmpty();
        assertThat(FileCalls.making()).hasSizeGreaterThan(70);
    }

    @Test
    void everyOneThatMakesAFileIsSeen() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.writeString(work.resolve("logging.properties"), "java.util.logging.FileHandler.pattern = log.zip\n");

        StartedProgram.of(
                        work,
                        Main.class,
                        "run",
                        "--name",
                        "calls",
                        "--seed",
                        "7",
                        "--class-path",
                        StartedProgram.classPath(),
                        "--jvm-option",
                        "-Djava.io.tmpdir=" + work,
                        "--",
                        FileCalls.class.getName())
                .run()
                .assertStatus(0);

        Manifest manifest = VerifiedRun.unsigned(runOf(work)).manifest();
        List<String> making = FileCalls.making();
        Set<String> unseen = new TreeSet<>();
        for (int i = 0; i < making.size(); i++) {
            String call = making.get(i);
            String begins = Manifest.OUTPUTS + (call.endsWith("FileHandler()") ? "log.zip" : i + ".");
            if (manifest.subjects().keySet().stream().noneMatch(name -> name.startsWith(begins))) {
                unseen.add(call);
            }
        }
        assertThat(unseen).as("calls that made a file unseen").isEmpty();
        assertThat(manifest.definition().inputs())
                .extracting(input -> input.name())
                .containsExactly("logging.properties");
        assertThat(manifest.definition().unpinned()).isEmpty();
    }

    private static Path runOf(Path work) throws Exception {
        try (Stream<Path> runs = Files.list(work.resolve("runs/calls"))) {
            return runs.findFirst().orElseThrow();
        }
    }
}
