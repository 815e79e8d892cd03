package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.example.resumed.LargeTraining;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.dl4j.CommandLine.Ended;
import io.github.reprorun.dl4j.CommandLine.Started;
import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFolder;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes in the way of a checkpoint while it is written. Where a signal has to come in the middle of it, the checkpoint
 * goes into a pipe that the test reads: it is begun when the first byte is there, and not done before the last is taken.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a checkpoint is held up by a pipe and signals")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointFaultsTests {
    private static final String UNWRITTEN = "reprorun: a checkpoint could not be written; training goes on:"
            + " java.io.IOException: No space left on device";

    private static final String SECOND = "fit-000000-000000000000006.checkpoint";

    @TempDir
    private static Path folder;

    private static Sha256 uninterrupted;

    @BeforeAll
    static void train() throws Exception {
        CommandLine commandLine = new CommandLine(work("uninterrupted"));
        commandLine.program(LargeTraining.class).assertStatus(0);
        uninterrupted = VerifiedRun.unsigned(commandLine.runs("large").get(0))
                .manifest()
                .resultDigest();
    }

    private static Path work(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name)).toRealPath();
    }

    private static void assertResumedToTheSameResult(CommandLine commandLine, Path run, String iteration)
            throws Exception {
        Ended ended = commandLine.call("resume", run.toString()).assertStatus(0);

        assertThat(ended.error()).contains("reprorun: goes on from epoch ", "iteration " + iteration);
        assertThat(VerifiedRun.unsigned(run).manifest().resultDigest()).isEqualTo(uninterrupted);
        assertThat(run.resolve("checkpoints")).doesNotExist();
    }

    /** The numbers of batches after which there are checkpoints, each of which is whole; and of halves, as written. */
    private static List<String> checkpoints(Path run) throws IOException {
        CheckpointFolder saved = new CheckpointFolder(run.resolve("checkpoints"));
        saved.newestFirst().forEach(saved::read);
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            files.map(file -> file.getFileName().toString())
                    .map(name -> name.replaceFirst("^fit-0+-0+([0-9]+)\\.checkpoint$", "$1"))
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }

    /** A training of which one checkpoint goes into a pipe. */
    private static final class Piped {
        private final Path work;
        private final CommandLine commandLine;
        private final Started training;
        private final Path run;
        private final Path half;

        Piped(String name) throws Exception {
            work = work(name);
            commandLine = new CommandLine(work);
            Path below = Path.of("checkpoints").resolve(SECOND);
            Files.writeString(work.resolve("pipe"), DurableFile.temporary(below).toString());
            for (String pipe : List.of("ready", "stopping")) {
                call("mkfifo", work.resolve(pipe).toString());
            }
            training = commandLine.begin(LargeTraining.class);
            run = Path.of(Files.readString(work.resolve("ready")));
            half = DurableFile.temporary(run.resolve(below));
        }

        /** Tells the training to end, and returns when it has begun to. */
        void terminate() throws Exception {
            call("kill", "-TERM", Long.toString(training.process().pid()));
            assertThat(Files.readString(work.resolve("stopping"))).isEmpty();
        }

        Manifest stopped() throws Exception {
            Ended ended = training.await().assertStatus(143);
            Manifest manifest = VerifiedRun.unsigned(run).manifest();
            assertThat(manifest.details().status()).isEqualTo(RunStatus.INTERRUPTED);
            assertThat(manifest.details().cause().orElseThrow()).startsWith("SIGTERM");
            assertThat(ended.error()).contains("reprorun: large INTERRUPTED: SIGTERM");
            Files.delete(work.resolve("pipe"));
            return manifest;
        }
    }

    @Test
    void aSignalInTheMiddleLetsItBeWrittenAndOneOfTheEnd() throws Exception {
        Piped piped = new Piped("signal");
        try (InputStream pipe = Files.newInputStream(piped.half)) {
            int first = pipe.read();
            assertThat(checkpoints(piped.run)).containsExactly("." + SECOND + ".tmp", "3");
            piped.terminate();
            Path file = Files.createFile(piped.work.resolve("file"));
            try (OutputStream out = Files.newOutputStream(file)) {
                Files.move(file, piped.half, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                out.write(first);
                pipe.transferTo(out);
            }
        }

        String cause = piped.stopped().details().cause().orElseThrow();
        Matcher stop = Pattern.compile("SIGTERM: training: was asked to stop and did at iteration ([0-9]+), epoch [12]")
                .matcher(cause);
        assertThat(stop.matches()).as(cause).isTrue();
        String last = stop.group(1);
        assertThat(checkpoints(piped.run)).hasSize(2).contains(last);
        assertThat(JournalFile.read(piped.run).entries().stream()
                        .filter(entry -> entry.event().equals(Journal.CHECKPOINT))
                        .map(entry -> entry.facts().get("iteration").asText()))
                .startsWith("3", "6")
                .endsWith(last);
        assertResumedToTheSameResult(piped.commandLine, piped.run, last);
    }

    /** As on a disk that answers no more: the end is recorded all the same, after a bounded time. */
    @Test
    void aSignalLeavesTheOneBeforeItWhereItCannotBeWritten() throws Exception {
        Piped piped = new Piped("stuck");
        try (InputStream pipe = Files.newInputStream(piped.half)) {
            assertThat(pipe.read()).isEqualTo('r');
            piped.terminate();
            piped.stopped();
        }

        assertThat(checkpoints(piped.run)).containsExactly("." + SECOND + ".tmp", "3");
        assertResumedToTheSameResult(piped.commandLine, piped.run, "3");
    }

    /** There is room for two checkpoints, and for a third none: it is written before the first is removed. */
    @Test
    void aFullDiskLeavesThoseBeforeAndTrainingGoesOn() throws Exception {
        Path work = work("full");
        Path runs = Files.createDirectory(work.resolve("runs"));
        assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", runs.toString()))
                .as("only root can mount a small disk")
                .isTrue();
        try {
            CommandLine commandLine = new CommandLine(work);
            Files.writeString(work.resolve("die-at"), "13");
            Ended ended = commandLine.program(LargeTraining.class).assertStatus(137);

            Path run = commandLine.runs("large").get(0);
            assertThat(ended.error().lines().filter(line -> line.startsWith("reprorun: ")))
                    .hasSize(3)
                    .startsWith(UNWRITTEN, UNWRITTEN)
                    .last()
                    .asString()
                    .contains(" has no manifest: its JVM ended with status 137");
            assertThat(checkpoints(run)).containsExactly("3", "6");
            assertThat(InterruptedRun.in(run).orElseThrow().lastCheckpoint().orElseThrow())
                    .contains(SECOND);
            call("mount", "-o", "remount,size=8m", runs.toString());
            assertResumedToTheSameResult(commandLine, run, "6");
        } finally {
            call("umount", runs.toString());
        }
    }

    private static void call(String... command) throws Exception {
        assertThat(succeeds(command)).as(Arrays.toString(command)).isTrue();
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
