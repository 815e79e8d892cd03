package io.github.reprorun.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoredFilesTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeFolders() throws IOException {
        work = Files.createDirectories(folder.resolve("project/work"));
        Files.createDirectories(folder.resolve("classes"));
    }

    private IgnoredFiles around(Object... classPath) {
        return new IgnoredFiles(
                work,
                work.resolve("runs"),
                List.of(classPath).stream().map(Object::toString).toList());
    }

    @Test
    void codeIsNoData() {
        IgnoredFiles files = around(folder.resolve("classes"), folder.resolve("app.jar"), folder.resolve("lib/*"));

        assertThat(files.areRead(folder.resolve("classes/logback.xml"))).isTrue();
        assertThat(files.areRead(folder.resolve("app.jar"))).isTrue();
        assertThat(files.areRead(folder.resolve("lib/one.jar"))).isTrue();
        assertThat(files.areRead(folder.resolve("lib/one.csv"))).isFalse();
        assertThat(files.areRead(folder.resolve("lib/deep/one.jar"))).isFalse();
        assertThat(files.areRead(work.resolve("data.csv"))).isFalse();
    }

    @Test
    void ofACodeFolderAroundTheWorkingDirectoryOnlyClassesAreCode() {
        IgnoredFiles files = around(folder.resolve("project"));

        assertThat(files.areRead(work.resolve("data.csv"))).isFalse();
        assertThat(files.areRead(folder.resolve("project/data.csv"))).isFalse();
        assertThat(files.areRead(work.resolve("com/acme/Training.class"))).isTrue();
    }

    @Test
    void theMachinesFilesAreNoData() {
        IgnoredFiles files = around();
        Path home = Path.of(System.getProperty("user.home"));

        assertThat(List.of(
                        Path.of("/proc/self/stat"),
                        Path.of("/etc/hosts"),
                        Path.of("/usr/share/zoneinfo/UTC"),
                        Path.of(System.getProperty("java.home"), "lib", "tzdb.dat"),
                        home.resolve(".javacpp/cache/libnd4jcpu.so")))
                .allMatch(files::areRead);
        assertThat(List.of(Path.of("/usr/src/data.csv"), Path.of("/srv/data.csv"), home.resolve("data.csv")))
                .noneMatch(files::areRead);
    }

    @Test
    void theRunsAreNeitherReadNorWritten() {
        IgnoredFiles files = around(work);

        assertThat(files.areRead(work.resolve("runs/n/1/run.log"))).isTrue();
        assertThat(files.areWritten(work.resolve("runs/n/1/run.log"))).isTrue();
        assertThat(files.areWritten(work.resolve("model.zip"))).isFalse();
        assertThat(files.areWritten(work.resolve("Made.class"))).isFalse();
    }
}
