package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        assertThat(before.get(0).digest()).containsOnlyKeys("dirHash", "codeHash");

        Files.writeString(folder.resolve("settings.properties"), "b");

        assertThat(code(elsewhere)).isNotEqualTo(before);
    }

    private static Resource entry(String name, String content) {
        return new Resource(
                name,
                "",
                content.isEmpty() ? new TreeMap<>() : new TreeMap<>(Map.of("codeHash", content)),
                new TreeMap<>(Map.of(RunDefinition.KIND, RunDefinition.KIND_JAR)));
    }

    private Optional<String> flaw(List<Resource> code, Resource... ofRun) throws IOException {
        FakeCells cells = new FakeCells();
        cells.code.addAll(List.of(ofRun));
        cells.classPath.add(folder.resolve("own").toString());
        CellOrder order = new CellOrder(
                new StudyDesign.Cell(new TreeMap<>(), new Seed(7), new Seed(7)),
                "1",
                new Parent(Parent.STUDY, "grid", Sha256.ofUtf8("study")),
                runs,
                Optional.empty(),
                runs,
                runs,
                "0:none");
        cells.write(runs.resolve("cell/1"), order, RunStatus.SUCCEEDED);
        return StudyCode.flaw(code, folder.resolve("own/runs"), ManifestJson.read(runs.resolve("cell/1")));
    }

    @Test
    void isComparedByContentWithThatOfARun() throws IOException {
        List<Resource> code = List.of(entry("a.jar", "1"), entry("b.jar", "2"), entry("c.jar", ""), entry("own", "3"));

        assertThat(flaw(code, entry("x.jar", "1"), entry("b.jar", "2"), entry("own", "4"), entry("library.jar", "5")))
                .isEmpty();
        assertThat(flaw(code, entry("a.jar", "1"), entry("b.jar", "6")))
                .contains("the code is not the study's: b.jar has {codeHash=6}, not {codeHash=2}");
        assertThat(flaw(code, entry("a.jar", "1")))
                .contains("the code is not the study's: the class path has no b.jar");
        assertThat(flaw(code, entry("a.jar", "1"), entry("new.jar", "6"), entry("b.jar", "2")))
                .contains("the code is not the study's: the class path has new.jar before b.jar");
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
