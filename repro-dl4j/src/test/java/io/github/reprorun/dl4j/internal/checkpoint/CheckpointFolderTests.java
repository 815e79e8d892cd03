package io.github.reprorun.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTests {
    @TempDir
    private Path folder;

    private CheckpointFolder checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new CheckpointFolder(folder);
    }

    private Path written(long batches, String time) throws IOException {
        Path file = checkpoints.file(0, batches);
        checkpoints.write(file, new TreeMap<>(), List.of(Part.of("a", new byte[1])), 2);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
        return file;
    }

    @Test
    void goesByTheBatchesWhereTheClockIsSetBack() throws IOException {
        Path first = written(999, "2026-11-25T12:00:00Z");
        Path second = written(1000, "2026-11-25T11:00:00Z");
        assertThat(checkpoints.newestFirst()).containsExactly(second, first);

        Path third = written(1001, "1970-01-01T00:00:00Z");
        assertThat(checkpoints.newestFirst()).containsExactly(third, second);
    }

    @Test
    void removesWhatAKilledProcessLeftOfOneBeforeTrainingGoesOn() throws IOException {
        Path whole = written(3, "2026-11-25T12:00:00Z");
        Path half = Files.writeString(folder.resolve(".fit-000000-000000000000006.checkpoint.tmp"), "reprorun ch");
        Path outputs = Files.createDirectory(folder.resolve("outputs"));
        assertThat(checkpoints.newestFirst()).containsExactly(whole);

        checkpoints.clearAfter(whole);

        assertThat(half).doesNotExist();
        assertThat(whole).exists();
        assertThat(outputs).exists();
    }
}
