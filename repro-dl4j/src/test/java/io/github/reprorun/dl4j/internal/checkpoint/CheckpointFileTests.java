package io.github.reprorun.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTests {
    @TempDir
    Path folder;

    private final SortedMap<String, String> facts = new TreeMap<>();
    private final byte[] content = "parameters".getBytes(StandardCharsets.US_ASCII);
    private CheckpointFolder checkpoints;

    @BeforeEach
    void describe() {
        checkpoints = new CheckpointFolder(folder);
        facts.put("draw.stream.größe", "1 2 3");
        facts.put("iteration", "12");
    }

    private List<Part> parts() {
        return List.of(Part.of("zeroth", content), Part.of("empty", new byte[0]), Part.of("a", new byte[300_000]));
    }

    private Path written(int fit, long batches) throws IOException {
        Path file = checkpoints.file(fit, batches);
        checkpoints.write(file, facts, parts(), 2);
        return file;
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        CheckpointFile read = checkpoints.read(written(0, 5));

        assertThat(read.facts()).isEqualTo(facts);
        assertThat(read.number("iteration")).isEqualTo(12);
        assertThat(read.factsBelow("draw.")).containsExactly(entry("stream.größe", "1 2 3"));
        assertThat(read.bytes("zeroth")).isEqualTo(content);
        assertThat(read.bytes("empty")).isEmpty();
        assertThat(read.bytes("a")).isEqualTo(new byte[300_000]);
        assertThatThrownBy(() -> read.bytes("b"))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(read.path() + ": holds no b");
        assertThatThrownBy(() -> read.number("draw.stream.größe"))
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith("does not say its draw.stream.größe as a number");
    }

    @Test
    void isRefusedAtEveryLengthItMayBeCutTo() throws IOException {
        byte[] whole = small();
        Path file = folder.resolve("fit-cut.checkpoint");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> checkpoints.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(UnreadableException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> checkpoints.read(file)).isInstanceOf(UnreadableException.class);
    }

    @Test
    void isRefusedWithAnyBitFlipped() throws IOException {
        byte[] whole = small();
        Path file = folder.resolve("fit-flipped.checkpoint");
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(file, flipped);
            assertThatThrownBy(() -> checkpoints.read(file)).as("bit %d", bit).isInstanceOf(UnreadableException.class);
        }
    }

    private byte[] small() throws IOException {
        Path file = checkpoints.file(9, 9);
        checkpoints.write(file, facts, List.of(Part.of("parameters", content)), 1);
        return Files.readAllBytes(file);
    }

    /** Its parts may be others, or mean something else. */
    @Test
    void ofAnotherVersionIsToldApartFromADamagedOne() throws IOException {
        byte[] older = small();
        older["reprorun checkpoint ".length()] = '1';
        Path file = Files.write(folder.resolve("fit-older.checkpoint"), older);

        assertThatThrownBy(() -> checkpoints.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(file + ": is a checkpoint of a different version of this library");

        Files.writeString(file, "something else, as long as a magic number");
        assertThatThrownBy(() -> checkpoints.read(file)).hasMessage(file + ": is not a checkpoint");
    }

    @Test
    void theLastFewAreKeptAndTheEndOfEachTraining() throws IOException {
        written(0, 9);
        written(0, 10);
        checkpoints.write(checkpoints.endFile(0), facts, parts(), 2);
        Path third = written(1, 100);
        Path fourth = written(1, 200);
        Path fifth = written(1, 1000);

        assertThat(checkpoints.newestFirst()).containsExactly(fifth, fourth, checkpoints.endFile(0));
        assertThat(checkpoints.sizeOfEnds()).isEqualTo(Files.size(checkpoints.endFile(0)));
        assertThat(third).doesNotExist();
    }

    @Test
    void goingBackRemovesWhatIsNewerAndHalves() throws IOException {
        Path first = written(1, 1);
        Path second = written(1, 2);
        Path half = Files.writeString(folder.resolve(".fit-000001-3.checkpoint.tmp"), "half");

        checkpoints.clearAfter(first);
        assertThat(first).exists();
        assertThat(second).doesNotExist();
        assertThat(half).doesNotExist();

        checkpoints.clear();
        assertThat(checkpoints.newestFirst()).isEmpty();
    }
}
