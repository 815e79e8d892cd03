package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.example.resumed.MortalTraining;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.signing.TrustedKey;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that dies in a JVM of its own, and is resumed by the command line. */
class MortalTrainingTests {
    private static final String GOES_ON = "reprorun: goes on from ";
    private static final List<String> FORWARDED = List.of("TERM", "INT", "HUP", "USR1", "USR2");
    private static final String KILLED = "unrecorded: the process was killed, or the machine went down";

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
        private CommandLine commandLine;

        Place(String name) throws IOException {
            work = Files.createDirectory(folder.resolve(name)).toRealPath();
            commandLine = new CommandLine(work);
            restoreTable();
        }

        void restoreTable() throws IOException {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                rows.add(i % 5 + "," + i % 7 + "," + (i % 3) * 0.5 + "," + i % 2);
            }
            Files.write(work.resolve("table.csv"), rows);
        }

        Place append(String file, String line) throws IOException {
            Files.writeString(work.resolve(file), line + "\n", StandardOpenOption.APPEND);
            return this;
        }

        /** Has the listener make a generator late, and hold one of an unknown kind. */
        Place lazily() throws IOException {
            Files.createFile(work.resolve("lazy"));
            return this;
        }

        /** With a folder on the class path that has {@code content}. */
        Place withClasses(String content) throws IOException {
            Path classes = Files.createDirectories(work.resolveSibling(work.getFileName() + "-classes/classes"));
            Files.writeString(classes.resolve("note.txt"), content);
            commandLine = new CommandLine(work).after(classes);
            return this;
        }

        /** Starts the program itself, to go on with the run. */
        CommandLine.Ended goOnAs(String option, String... arguments) throws Exception {
            return commandLine.start(MortalTraining.class, List.of("-Dreprorun.resume=" + run(), option), arguments);
        }

        Place dieAt(int iteration) throws IOException {
            Files.writeString(work.resolve("die-at"), Integer.toString(iteration));
            return this;
        }

        Place start(int status) throws Exception {
            commandLine.program(MortalTraining.class).assertStatus(status);
            return this;
        }

        CommandLine.Ended launch() throws Exception {
            return commandLine.program(MortalTraining.class);
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
        assertThat(manifest.series()).isEqualTo(expected.series());
        assertThat(manifest.series().get(0).count()).isEqualTo(16);
        assertThat(run.resolve(MetricsFile.FILE_NAME)).exists();
        assertThat(ofTheProgram(manifest)).isEqualTo(ofTheProgram(expected)).hasSize(11);
        assertThat(manifest.resultDigest()).isEqualTo(expected.resultDigest());
        assertThat(run.resolve("checkpoints")).doesNotExist();
        return manifest;
    }

    private static List<Hazard> ofTheProgram(Manifest manifest) {
        return manifest.hazards().stream()
                .filter(hazard -> hazard.className().startsWith("com.example."))
                .toList();
    }

    /** Where {@code ended} said that it goes on. */
    private static String goneOnFrom(CommandLine.Ended ended) {
        return ended.error()
                .lines()
                .filter(line -> line.startsWith(GOES_ON))
                .map(line -> line.substring(GOES_ON.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.error()));
    }

    /**
     * Of two checkpoints, the one before last is on the disk, and in the journal, when the next is due; the last may be still
     * being written, or be on the disk only.
     */
    @Test
    void isResumedToTheSameResultEachTimeItDied() throws Exception {
        Place place = new Place("died-twice").dieAt(7).start(137);
        String first = place.lastCheckpoint();
        assertThat(first).matches("epoch [01], file fit-000000-00000000000000[36].checkpoint, iteration [36]");
        assertThat(place.show().output()).contains("INTERRUPTED", "last checkpoint", first);

        CommandLine.Ended again = place.dieAt(13).resume().assertStatus(137);
        String second = place.lastCheckpoint();
        assertThat(second).matches("epoch 2, file fit-000000-0000000000000(09|12).checkpoint, iteration (9|12)");
        CommandLine.Ended ended = place.resume().assertStatus(0);

        assertThat(goneOnFrom(again)).isIn(first, "epoch 1, file fit-000000-000000000000006.checkpoint, iteration 6");
        assertThat(goneOnFrom(ended)).isIn(second, "epoch 2, file fit-000000-000000000000012.checkpoint, iteration 12");
        assertThat(assertSameAsUninterrupted(place.run()).details().interruptions())
                .extracting(
                        RunDetails.Interruption::ended,
                        RunDetails.Interruption::reached,
                        RunDetails.Interruption::resumedFrom)
                .containsExactly(tuple(KILLED, first, goneOnFrom(again)), tuple(KILLED, second, goneOnFrom(ended)));
    }

    /** Its listener has annealed the learning rate and the dropout by then. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is not sent signals there")
    @Test
    void savesItselfIfItsLauncherIsKilledAndEndsLikeAnUninterruptedOne() throws Exception {
        savesItselfAndEndsLikeAnUninterruptedOne("KILL", 60); // beside other tests
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is not sent signals there")
    @Tag("crash")
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT", "HUP", "USR1", "USR2", "SEGV", "ABRT", "ALRM", "XCPU"})
    void savesItselfWhateverSignalItsLauncherGets(String signal) throws Exception {
        savesItselfAndEndsLikeAnUninterruptedOne(signal, 10);
    }

    /** As by nohup, or for what runs in the background: then JVMs do not heed it either. */
    private static boolean isIgnored(String signal) throws IOException {
        int number =
                Map.of("HUP", 1, "INT", 2, "USR1", 10, "USR2", 12, "TERM", 15).getOrDefault(signal, 0);
        Path status = Path.of("/proc/self/status");
        return number > 0
                && Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .mapToLong(
                                line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(mask -> (mask >>> (number - 1) & 1) == 1);
    }

    private static void savesItselfAndEndsLikeAnUninterruptedOne(String signal, int seconds) throws Exception {
        assumeThat(isIgnored(signal)).as("%s is ignored here", signal).isFalse();
        Place place = new Place("launcher-" + signal);
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(place.work);
        Files.writeString(place.work.resolve("signal-launcher"), signal);
        assertThat(place.launch().status()).isNotZero();
        long training = Long.parseLong(Files.readString(place.work.resolve("pid")));
        Optional<ProcessHandle> left = ProcessHandle.of(training);
        if (left.isPresent()) {
            assertThat(left.get().onExit().get(seconds, TimeUnit.SECONDS)).isEqualTo(left.get());
        }

        assertThat(place.show().output()).contains("INTERRUPTED");
        CommandLine.Ended ended = place.resume().assertStatus(0);

        assertThat(goneOnFrom(ended)).doesNotContain("iteration 3");
        assertThat(assertSameAsUninterrupted(place.run()).details().interruptions())
                .singleElement()
                .extracting(RunDetails.Interruption::ended)
                .asString()
                .startsWith("INTERRUPTED: "
                        + (FORWARDED.contains(signal) ? "SIG" + signal : "the process that launched it is gone"));
        TrustPolicy policy = TrustPolicy.of(TrustedKey.read(place.work.resolve("signing.pub.pem")));
        assertThat(VerifiedRun.verify(place.run(), policy).keyids()).hasSize(1);
    }

    @Test
    void isResumedWhereItsProjectWasMovedTo() throws Exception {
        Place place = new Place("moved-from").dieAt(7).start(137);
        Path moved = Files.move(place.work, folder.resolve("moved-to")).toRealPath();
        Path run;
        try (Stream<Path> runs = Files.list(moved.resolve("runs/mortal"))) {
            run = runs.findFirst().orElseThrow();
        }
        CommandLine elsewhere = new CommandLine(moved);

        assertThat(elsewhere.call("resume", run.toString()).assertStatus(3).error())
                .contains(place.work.toString(), "--directory");
        String directory = moved.toString();
        assertThat(elsewhere
                        .call("resume", run.toString(), "--directory", directory, "--input", "tabel=" + directory)
                        .assertStatus(2)
                        .error())
                .isEqualTo("reprorun: input \"tabel\": the run has no input of that name\n");
        elsewhere
                .call(
                        "resume",
                        run.toString(),
                        "--directory",
                        directory,
                        "--input",
                        "table=" + moved.resolve("table.csv"))
                .assertStatus(0);

        assertSameAsUninterrupted(run);
    }

    /** Among the tests of every build, ResumeTests does the same within one JVM. */
    @Tag("crash")
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
                .contains("reprorun: a checkpoint is passed over: ", "is damaged: ")
                .containsPattern("goes on from epoch [01], file fit-000000-00000000000000[36]");
        assertSameAsUninterrupted(place.run());
        assertThat(JournalFile.read(place.run()).last("checkpoint-refused")).isPresent();
    }

    /** Whoever makes a generator in the training, or one that nobody can look into, is told, and not given other numbers. */
    @Test
    void saysWhichGeneratorsItCannotPutToWhereTheyWere() throws Exception {
        Place place = new Place("lost").lazily().dieAt(10).start(137);

        place.resume()
                .assertStatus(0)
                .assertError(
                        "reprorun: resumed without java.util.Random() made in the training (com.example.resumed.Chances:",
                        "reprorun: resumed without generator in listener[0].val$chances.pairs (com.example.resumed.Chances$Pairs): It is not in a");

        assertThat(VerifiedRun.unsigned(place.run()).manifest().hazards())
                .filteredOn(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .extracting(Hazard::kind, Hazard::className)
                .containsExactlyInAnyOrder(
                        tuple("resumed without java.util.Random() made in the training", "com.example.resumed.Chances"),
                        tuple(
                                "resumed without generator in listener[0].val$chances.pairs",
                                "com.example.resumed.Chances$Pairs"));
    }

    @Test
    void refusesToGoOnWithWhatTheRunWasNotGiven() throws Exception {
        String password = "-Ddb.password=correct-horse";
        Place place = new Place("changed").withClasses("first").dieAt(7);
        place.commandLine.start(MortalTraining.class, password).assertStatus(137);
        String first = place.lastCheckpoint();

        place.withClasses("second")
                .resume()
                .assertStatus(3)
                .assertError("reprorun: class path: the code is not what the run had: note.txt differs");
        place.withClasses("first")
                .append("table.csv", "1,2,0.5,1")
                .resume()
                .assertStatus(3)
                .assertError("table.csv: the input \"table\" is not what the run had: {sha256=", ", now {sha256=");
        place.restoreTable();
        place.goOnAs("-Dreprorun.parameter.epochs=5")
                .assertStatus(3)
                .assertError("reprorun: parameter epochs: the run to be resumed began with ");
        place.goOnAs("-Dnothing=1", "another")
                .assertStatus(3)
                .assertError("reprorun: arguments: the run to be resumed began with [], not with [another]");

        place.goOnAs("-Duser.name=4711")
                .assertStatus(3)
                .assertError(
                        "reprorun: JVM option -Ddb.password=<redacted>: was a secret and is not recorded; give it");

        place.goOnAs(password).assertStatus(0);
        assertThat(assertSameAsUninterrupted(place.run()).details().interruptions())
                .extracting(RunDetails.Interruption::ended, RunDetails.Interruption::reached)
                .containsExactly(tuple(KILLED, first));
    }

    /** Whatever the program is by then: a checkpoint that was not written to its end is none. */
    /** Among the tests of every build, ResumeTests does the same within one JVM. */
    @Tag("crash")
    @Test
    void trainsFromTheStartWhereThereIsNoCheckpoint() throws Exception {
        Place place = new Place("early").withClasses("first").dieAt(7).start(137);
        for (Path checkpoint : place.checkpoints()) {
            Files.move(checkpoint, DurableFile.temporary(checkpoint));
        }

        assertThat(place.withClasses("second").resume().assertStatus(0).error())
                .contains("reprorun: there is no checkpoint to go on from; trains from the start");
        assertSameAsUninterrupted(place.run());
    }
}
