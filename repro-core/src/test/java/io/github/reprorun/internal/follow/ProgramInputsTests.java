package io.github.reprorun.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.InputResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramInputsTests {
    private static final Path WORK = Path.of("/project/work");

    @TempDir
    private Path runs;

    private List<Resource> state(String... files) {
        SortedMap<Path, FileDigest> digests = new TreeMap<>();
        for (String file : files) {
            digests.put(Path.of(file), new FileDigest(Sha256.ofUtf8(file), file.length()));
        }
        return ProgramInputs.state(digests, WORK, name -> runs.resolve("inputs").resolve(name + ".sha256")).stream()
                .map(InputResource::resource)
                .toList();
    }

    @Test
    void areCalledByPathsThatDoNotDependOnTheHost() {
        assertThat(state(
                        "/project/work/data/train.csv",
                        "/home/ann/labels.csv",
                        "/mnt/a/test.csv",
                        "/mnt/b/test.csv",
                        "/mnt/data/train.csv",
                        "/project/work/labels.csv"))
                .extracting(Resource::name)
                .containsExactly(
                        "a/test.csv", "ann/labels.csv", "b/test.csv", "data/train.csv", "labels.csv", "train.csv");
    }

    @Test
    void stateWhereTheyLieAndHowTheyWereFound() {
        assertThat(state("/project/work/data/train.csv", "/mnt/test.csv"))
                .extracting(Resource::annotations)
                .containsExactly(
                        new TreeMap<>(Map.of(
                                "kind",
                                "input",
                                "origin",
                                "opened by the program",
                                "path",
                                "data/train.csv",
                                "size",
                                "28")),
                        new TreeMap<>(Map.of(
                                "kind",
                                "input",
                                "origin",
                                "opened by the program",
                                "path",
                                "/mnt/test.csv",
                                "size",
                                "13")));
    }

    @Test
    void manyAreNotOneWhereAListingOfLinesCouldNotHaveTheirNames() {
        String[] files = new String[ProgramInputs.MANY + 1];
        for (int i = 0; i < files.length; i++) {
            files[i] = "/project/work/data/" + i + "\\.txt";
        }
        assertThat(state(files)).extracting(Resource::name).containsExactly("data");

        files[0] = "/project/work/data/0\n.txt";
        assertThat(state(files))
                .hasSize(files.length)
                .extracting(Resource::name)
                .contains("data/0\n.txt", "data/1\\.txt");

        for (int i = 0; i < files.length; i++) {
            files[i] = "/project/work/da\\ta/" + i + ".txt";
        }
        assertThat(state(files))
                .hasSize(files.length)
                .extracting(Resource::name)
                .contains("da\\ta/0.txt");
    }

    @Test
    void manyInTheWorkingDirectoryItselfAreOne() {
        String[] files = new String[ProgramInputs.MANY + 1];
        for (int i = 0; i < files.length; i++) {
            files[i] = "/project/work/" + i + ".txt";
        }

        assertThat(state(files)).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo(".");
            assertThat(input.annotations()).containsEntry("path", ".").containsEntry("files", "65");
        });
        assertThat(runs.resolve("inputs/..sha256")).isRegularFile();
    }
}
