package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCodeTests {
    @TempDir
    private Path temporary;

    private Path folder;

    private Path runs;

    @BeforeEach
    void prepare() throws IOException {
        folder = temporary.toRealPath();
        runs = Files.createDirectory(folder.resolve("runs"));
        Files.writeString(folder.resolve("A.class"), "a");
        Files.writeString(folder.resolve("settings.properties"), "a");
    }

    private List<Resource> code(Path workingDirectory) {
        return StudyCode.of(
                List.of(folder.toString(), folder.resolve("missing.jar").toString()), runs, workingDirectory);
    }

    @Test
    void isEverythingInAFolderThatHoldsNoWorkingDirectory() throws IOException {
        Path elsewhere = folder.getParent();
        List<Resource> before = code(elsewhere);
        assertThat(before).hasSize(1);
        assertThat(before.get(0).digest()).containsOnlyKeys("dirHash");

        Files.writeString(folder.resolve("settings.properties"), "b");

        assertThat(code(elsewhere)).isNotEqualTo(before);
    }

    @Test
    void isTheClassesOfAFolderThatHoldsTheWorkingDirectory() throws IOException {
        List<Resource> before = code(folder);

        Files.writeString(folder.resolve("model.zip"), "left by a run");
        Files.writeString(runs.resolve("B.class"), "left by a run");
        assertThat(code(folder)).isEqualTo(before);

        Files.writeString(folder.resolve("A.class"), "b");
        assertThat(code(folder)).isNotEqualTo(before);
    }
}
