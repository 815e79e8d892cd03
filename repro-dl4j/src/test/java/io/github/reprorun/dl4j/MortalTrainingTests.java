package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.resumed.MortalTraining;
import io.github.reprorun.InterruptedRun;
import io.github.reprorun.VerifiedRun;
import io.github.reprorun.journal.JournalFile;
import io.github.reprorun.manifest.Interruption;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.spi.Hazard;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that dies in a JVM of its own, and is resumed by the command line. */
class MortalTrainingTests {
    @TempDir
    private static Path folder;

    private static Path uninterrupted;

    @BeforeAll
    static void train() throws Exception {
        uninterrupted = new Place("uninterrupted").start(0).run();
    }

    /** A working directory with the training's data. */
    private static final class Place {
        private final Path work;
        private final CommandLine commandLine;

        Place(String name) throws IOException {
            work = Files.createDirectory(folder.resolve(name)).toRealPath();
            commandLine = new CommandLine(work);
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                rows.add(i % 5 + "," + i % 7 + "," + (i % 3) * 0.5 + "," + i % 2);
            }
            Files.write(work.resolve("table.csv"), rows);
        }

        Place dieAt(int iteration) throws IOException {
            Files.writeString(work.resolve("die-at"), Integer.toString(iteration));
            return this;
        }

        Place start(int status) throws Exception {
            commandLine.program(MortalTraining.class).assertStatus(status);
            return this;
        }

        CommandLine.Ended resume() throws Exception {
            return commandLine.call("resume", run().toString());
        }

        CommandLine.Ended show() throws Exception {
            return commandLine.call("show", run().toString());
        }

        Path run() throws IOException {
            try (Stream<Path> runs = Files.list(work.resolve("runs/mortal"))) {
                return runs.findFirst().orElseThrow();
            }
        }

        String lastCheckpoint() throws IOException {
            return InterruptedRun.in(run()).orElseThrow().lastCheckpoint().orElseThrow();
        }

        List<Path> checkpoints() throws IOException {
            try (Stream<Path> files = Files.list(run().resolve("checkpoints"))) {
                return files.filter(file -> file.toString().endsWith(".checkpoint"))
                        .sorted()
                        .toList();
            }
        }
    }

    private static Manifest assertSameAsUninterrupted(Path run) {
        Manifest manifest = VerifiedRun.unsigned(run).manifest();
        Manifest expected = VerifiedRun.unsigned(uninterrupted).manifest();
        assertThat(run.resolve("outputs/log.csv")).hasSameTextualContentAs(uninterrupted.resolve("outputs/log.csv"));
        assertThat(run.resolve(TraceWriter.FILE_NAME))
                .hasSameBinaryContentAs(uninterrupted.resolve(TraceWriter.FILE_NAME));
        assertThat(manifest.metrics()).isEqualTo(expected.metrics()).hasSize(16);
        assertThat(ofTheProgram(manifest)).isEqualTo(ofTheProgram(expected)).hasSize(2);
        assertThat(manifest.resultDigest()).isEqualTo(expected.resultDigest());
        assertThat(run.resolve("checkpoints")).doesNotExist();
        return manifest;
    }

    private static List<Hazard> ofTheProgram(Manifest manifest) {
        return manifest.hazards().stream()
                .filter(hazard -> hazard.className().startsWith("com.example."))
                .toList();
    }

    /** Of two checkpoints, the one before last is on the disk when the next is due; the last may be still being written. */
    @Test
    void isResumedToTheSameResultEachTimeItDied() throws Exception {
        Place place = new Place("died-twice").dieAt(7).start(137);
        String first = place.lastCheckpoint();
        assertThat(first).matches("epoch [01], file fit-000000-00000000000000[36].checkpoint, iteration [36]");
        assertThat(place.show().output()).contains("INTERRUPTED", "last checkpoint", first);

        place.dieAt(13);
        place.resume().assertStatus(137);
        String second = place.lastCheckpoint();
        assertThat(second).matches("epoch 2, file fit-000000-0000000000000(09|12).checkpoint, iteration (9|12)");
        CommandLine.Ended ended = place.resume().assertStatus(0);

        assertThat(ended.error()).contains("reprorun: goes on from " + second);
        assertThat(assertSameAsUninterrupted(place.run()).details().interruptions())
                .extracting(Interruption::resumedFrom)
                .containsExactly(first, second);
    }

    @Test
    void goesOnFromTheCheckpointBeforeADamagedOne() throws Exception {
        Place place = new Place("damaged").dieAt(10).start(137);
        List<Path> checkpoints = place.checkpoints();
        Path newest = checkpoints.get(checkpoints.size() - 1);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);

        CommandLine.Ended ended = place.resume().assertStatus(0);

        assertThat(ended.error())
                .contains("reprorun: a checkpoint is passed over: ", "is damaged: its digest is ")
                .containsPattern("goes on from epoch [01], file fit-000000-00000000000000[36]");
        assertSameAsUninterrupted(place.run());
        assertThat(JournalFile.read(place.run()).last("checkpoint-refused")).isPresent();
    }

    @Test
    void trainsFromTheStartWhereThereIsNoCheckpoint() throws Exception {
        Place place = new Place("early").dieAt(1).start(137);

        assertThat(place.resume().assertStatus(0).error())
                .contains("reprorun: there is no checkpoint to go on from; trains from the start");
        assertSameAsUninterrupted(place.run());
    }
}
