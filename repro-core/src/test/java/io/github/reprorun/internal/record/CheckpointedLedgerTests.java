package io.github.reprorun.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunDirectoryOpener;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.RunIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointedLedgerTests {
    private static final int LARGE = 200_000;

    @TempDir
    Path runs;

    private RunDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = RunDirectoryOpener.create(new RunsDirectory(runs), new RunIdentity("name", "id"), made -> {});
        Files.createDirectory(directory.checkpoints());
        Files.writeString(directory.checkpoints().resolve("a.checkpoint"), "");
    }

    @AfterEach
    void closeDirectory() {
        directory.close();
    }

    private CheckpointedOutputs outputs() {
        return new CheckpointedOutputs(directory, Clock.systemUTC());
    }

    /** As a process does that takes the run up. */
    private CheckpointedOutputs reopened() {
        directory.close();
        directory = RunDirectoryOpener.reopen(new RunsDirectory(runs), new RunIdentity("name", "id"));
        return outputs();
    }

    @Test
    void outputsThatGrewAreCutAndThoseThatWereReplacedAreRestoredIfTheyAreSmall() throws IOException {
        Files.write(directory.output("large.bin"), new byte[LARGE]);
        Files.writeString(directory.output("deep/grown.txt"), "one\n");
        Files.writeString(directory.output("replaced.txt"), "old");
        SortedMap<String, String> saved = outputs().save();
        Files.write(directory.output("large.bin"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.writeString(directory.output("deep/grown.txt"), "two\n", StandardOpenOption.APPEND);
        Files.writeString(directory.output("replaced.txt"), "new, and longer");
        Files.writeString(directory.output("later.txt"), "later");

        CheckpointedOutputs resumed = reopened();
        assertThat(directory.outputs()).isEmptyDirectory();
        Files.writeString(directory.output("deep/grown.txt"), "header of the program that runs again\n");
        Files.writeString(directory.output("another.txt"), "what it did not make before");
        assertThat(resumed.obstacle(saved)).isEmpty();
        resumed.restore(saved);

        assertThat(directory.outputSizes().keySet()).containsExactly("deep/grown.txt", "large.bin", "replaced.txt");
        assertThat(directory.output("large.bin")).hasBinaryContent(new byte[LARGE]);
        assertThat(directory.output("deep/grown.txt")).hasContent("one\n");
        assertThat(directory.output("replaced.txt")).hasContent("old");
    }

    @Test
    void aLargeOutputThatAnotherFileReplacedIsRestored() throws IOException {
        Path large = directory.output("best.bin");
        Files.write(large, new byte[LARGE]);
        SortedMap<String, String> saved = outputs().save();
        Path better =
                Files.write(directory.output("better.bin"), "y".repeat(LARGE).getBytes(StandardCharsets.US_ASCII));
        Files.move(better, large, StandardCopyOption.REPLACE_EXISTING);

        CheckpointedOutputs resumed = reopened();
        assertThat(resumed.obstacle(saved)).isEmpty();
        resumed.restore(saved);

        assertThat(directory.output("best.bin")).hasBinaryContent(new byte[LARGE]);
    }

    @Test
    void onlyTheReplacedOutputsOfTheLastCheckpointsAreKept() throws IOException {
        CheckpointedOutputs outputs = outputs();
        for (int i = 0; i < 20; i++) {
            Path better = Files.write(
                    directory.output("better.bin"), (i + "y".repeat(LARGE)).getBytes(StandardCharsets.US_ASCII));
            Files.move(better, directory.output("best.bin"), StandardCopyOption.REPLACE_EXISTING);
            outputs.save();
        }

        try (Stream<Path> kept = Files.list(directory.checkpoints().resolve("kept"))) {
            assertThat(kept).hasSize(8);
        }
    }

    @Test
    void aLargeOutputThatWasOverwrittenStandsInTheWay() throws IOException {
        Path large = directory.output("large.bin");
        Files.write(large, new byte[LARGE]);
        SortedMap<String, String> saved = outputs().save();
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.seek(LARGE / 2);
            file.write('x');
        }

        assertThat(reopened().obstacle(saved)).contains("the output \"large.bin\" is not what it was then");
    }

    @Test
    void aChangeWithinTheClocksGranularityIsSeen() throws IOException {
        Path large = directory.output("large.bin");
        CheckpointedOutputs outputs = outputs();
        Files.write(large, new byte[LARGE]);
        SortedMap<String, String> before = outputs.save();
        Files.write(large, "y".repeat(LARGE).getBytes(StandardCharsets.US_ASCII));

        assertThat(outputs.save()).isNotEqualTo(before);
    }

    @Test
    void outputsOfARunThatDiesBeforeItIsRestoredAreNotLost() throws IOException {
        Files.write(directory.output("large.bin"), new byte[LARGE]);
        SortedMap<String, String> saved = outputs().save();
        reopened();
        Files.writeString(directory.output("large.bin"), "half of what the program makes again");

        CheckpointedOutputs resumed = reopened();
        assertThat(resumed.obstacle(saved)).isEmpty();
        resumed.restore(saved);
        directory.removeKept();

        assertThat(directory.output("large.bin")).hasBinaryContent(new byte[LARGE]);
        assertThat(directory.keptOutputs()).doesNotExist();
    }

    @Test
    void withoutCheckpointsTheOutputsBeginAnew() throws IOException {
        RunDirectory.removeTree(directory.checkpoints());
        Files.writeString(directory.output("a.txt"), "a");

        reopened();

        assertThat(directory.outputs()).isEmptyDirectory();
    }
}
