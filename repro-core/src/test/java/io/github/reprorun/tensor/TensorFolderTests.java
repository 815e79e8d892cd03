package io.github.reprorun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFolderTests {
    @TempDir
    private Path path;

    @Test
    void givesBackTheArraysOfAQuantityInTheirOrder() throws IOException {
        TensorFolder folder = new TensorFolder(path.resolve("made"));
        Files.createFile(folder.file("activations", 10, "out/../*\n \u00fc"));
        Files.createFile(folder.file("activations", 9, "conv1"));
        Files.createFile(folder.file("parameters-in", 0, "conv1"));
        Files.createFile(folder.path().resolve("else.txt"));

        assertThat(folder.entries("activations"))
                .extracting(TensorFolder.Entry::name)
                .containsExactly("conv1", "out/../*\n \u00fc");
        assertThat(folder.entries("parameters-in"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.file()).hasFileName("parameters-in.00000.conv1.npy"));
        assertThat(folder.entries("gradient")).isEmpty();
    }

    @Test
    void cutsNamesThatNoFileCanHave() throws IOException {
        TensorFolder folder = new TensorFolder(path);

        Files.createFile(folder.file("batch", 0, "n".repeat(500)));

        assertThat(folder.entries("batch"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.name()).isEqualTo("n".repeat(120) + "\u2026"));
    }

    @Test
    void isEmptyWhereThereIsNone() {
        assertThat(new TensorFolder(path.resolve("none")).entries("batch")).isEmpty();
    }
}
