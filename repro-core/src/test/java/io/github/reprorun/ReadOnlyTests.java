package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.programs.Probe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders that an ordinary user cannot write; where the tests are root's, that is {@code nobody}, since root can write all. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "setpriv is Linux's")
class ReadOnlyTests {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TempDir
    private static Path folder;

    private static boolean root;
    private static String classPath;

    /** The tests' class path lies in root's home. */
    @BeforeAll
    static void makeAClassPathThatNobodyCanRead() throws IOException {
        root = System.getProperty("user.name").equals("root");
        assumeThat(!root || Files.isExecutable(Path.of("/usr/bin/setpriv")))
                .as("root without setpriv can write everywhere")
                .isTrue();
        List<String> entries = new ArrayList<>();
        for (String entry : StartedProgram.classPath().split(File.pathSeparator)) {
            Path copy = folder.resolve("lib")
                    .resolve(entries.size() + "")
                    .resolve(Path.of(entry).getFileName());
            copy(Path.of(entry), copy);
            entries.add(copy.toString());
        }
        classPath = String.join(File.pathSeparator, entries);
        permit(folder, "rwxr-xr-x");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString()).normalize();
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static Path made(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        permit(made, permissions);
        return made;
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static StartedProgram work(Path work) throws IOException {
        permit(work, "rwxrwxrwx");
        Files.writeString(work.resolve("claims.csv"), "1,2\n");
        return StartedProgram.of(work, Probe.class, "work")
                .classPath(classPath)
                .through(command -> root
                        ? Stream.concat(AS_NOBODY.stream(), command.stream()).toList()
                        : command);
    }

    private static void assertRefused(Ended ended, String line) {
        ended.assertStatus(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.error().lines())
                .singleElement()
                .satisfies(only -> assertThat(only).matches(line));
    }

    @Test
    void runsDirectoryIsRefusedBeforeTraining() throws IOException {
        Path runs = made("runs", "r-xr-xr-x");

        assertRefused(
                work(made("work", "rwxrwxrwx")).option("-Dprobe.runs=" + runs).run(),
                "reprorun: " + runs + "/probe/[^:]*: the run directory cannot be made \\(java.nio.file."
                        + "AccessDeniedException: " + runs + "/probe\\); no training was started");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void workingDirectoryIsRefusedBeforeTraining() throws IOException {
        Path work = made("closed", "rwxrwxrwx");
        StartedProgram program = work(work);
        permit(work, "r-xr-xr-x");

        assertRefused(program.run(), "reprorun: " + work + "/runs/probe/[^:]*: the run directory cannot be made .*");
    }

    @Test
    void temporaryFolderIsRefusedBeforeTraining() throws IOException {
        Path temporary = made("temporary", "r-xr-xr-x");

        assertRefused(
                work(made("other", "rwxrwxrwx"))
                        .option("-Djava.io.tmpdir=" + temporary)
                        .run(),
                "reprorun: " + temporary + ": the plan of the pinned JVM cannot be written there \\(.*\\)");
    }

    @Test
    void homeIsOfNoConcern() throws IOException {
        Path home = made("home", "r-xr-xr-x");
        Path work = made("third", "rwxrwxrwx");

        work(work)
                .environment("HOME", home.toString())
                .option("-Duser.home=" + home)
                .run()
                .assertStatus(0);
        assertThat(home).isEmptyDirectory();
        new ExecutedRun(work, "probe").left();
    }
}
