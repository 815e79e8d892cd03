package io.github.reprorun.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.reprorun.failure.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlacesTests {
    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeFolder() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    private OutputPlaces places(String... named) {
        return new OutputPlaces(
                work,
                work.resolve("runs"),
                List.of(named).stream().map(Path::of).toList());
    }

    @Test
    void nameAFileByWhereItLies() {
        OutputPlaces places = places(folder + "/models", "out");

        assertThat(places.name(work.resolve("out/a.txt"))).contains("out/a.txt");
        assertThat(places.name(folder.resolve("models/b/c.zip"))).contains("models/b/c.zip");
        assertThat(places.name(folder.resolve("models"))).contains("models");
        assertThat(places.name(folder.resolve("other.txt"))).isEmpty();
    }

    @Test
    void keepABackslashThatBelongsToTheNameOfAFile() {
        assumeThat(File.separator).isEqualTo("/");

        assertThat(places().name(work.resolve("models\\model.bin"))).contains("models\\model.bin");
        assertThat(places().origin("models\\model.bin")).isEqualTo(work.resolve("models\\model.bin"));
    }

    @Test
    void refuseAPlaceWhoseNameAManifestCannotHave() {
        assumeThat(File.separator).isEqualTo("/");

        assertThatThrownBy(() -> places("mod\\els"))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("mod\\els: would have a name that holds a backslash or a control character");
        assertThatThrownBy(() -> places(folder + "/mod\nels"))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("would have a name that holds a backslash or a control character");
    }

    @Test
    void tellWhereANameCameFrom() {
        OutputPlaces places = places(folder + "/models", "out");

        assertThat(places.origin("models/b/c.zip")).isEqualTo(folder.resolve("models/b/c.zip"));
        assertThat(places.origin("out/a.txt")).isEqualTo(work.resolve("out/a.txt"));
    }

    @Test
    void knowTheWorkingDirectoryByAnyOfItsPaths() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), work);
        Path file = Files.writeString(link.resolve("a.txt"), "a");

        assertThat(places().name(file)).contains("a.txt");
    }

    @Test
    void tellWhatChanged() throws IOException {
        Path old = Files.writeString(Files.createDirectory(work.resolve("out")).resolve("old.txt"), "old");
        Path grown = Files.writeString(work.resolve("out/grown.txt"), "1");
        OutputPlaces places = places("out");
        var before = places.stamps();
        Files.writeString(grown, "12");
        Path made = Files.writeString(work.resolve("out/made.txt"), "made");

        assertThat(places.changedSince(before)).containsExactly(grown, made).doesNotContain(old);
    }
}
