package io.github.reprorun.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reprorun.ExecutedRun;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryOpenerTests {
    @TempDir
    private Path runs;

    private RunDirectory made(String name, String id) {
        return RunDirectoryOpener.create(
                new RunsDirectory(runs),
                new RunIdentity(name, id),
                directory -> Journal.begin(directory, Clock.systemUTC()).record(Journal.STARTED, Journal.facts()));
    }

    private static void openToAll(Path directory) {
        try {
            Path journal = Files.createFile(directory.resolve("journal.jsonl"));
            Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-rw-rw-"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class OfANewRun {
        @Test
        void makesADirectoryThatHasItsJournal() {
            try (RunDirectory directory = made("name", "id")) {
                assertThat(directory.path()).isEqualTo(runs.resolve("name/id"));
                assertThat(directory.path().resolve("outputs")).isEmptyDirectory();
                assertThat(directory.path().resolve("journal.jsonl")).isNotEmptyFile();
            }
        }

        /** Whatever the process's mask gives a group, which a cluster's users often share. */
        @Test
        @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions there")
        void canBeWrittenByItsOwnerAlone() throws IOException {
            try (RunDirectory directory = RunDirectoryOpener.create(
                    new RunsDirectory(runs), new RunIdentity("name", "id"), RunDirectoryOpenerTests::openToAll)) {
                for (String name : List.of("", "journal.jsonl", ".lock")) {
                    assertThat(Files.getPosixFilePermissions(directory.path().resolve(name)))
                            .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
                }
            }
        }

        @Test
        void isForOneRunAlone() throws IOException {
            try (RunDirectory directory = made("name", "id")) {
                Files.writeString(directory.output("precious"), "x");
            }

            assertThatThrownBy(() -> made("name", "id"))
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(runs.resolve("name/id") + ": is there already; a run needs a directory of its own");
            assertThat(runs.resolve("name/id/outputs/precious")).hasContent("x");
        }

        @Test
        void standsBesideOtherRuns() throws IOException {
            made("name", "id").close();
            made("name", "other").close();
            made("other", "id").close();

            try (Stream<Path> all = Files.list(runs.resolve("name"))) {
                assertThat(all).containsExactlyInAnyOrder(runs.resolve("name/id"), runs.resolve("name/other"));
            }
        }

        @Test
        void removesWhatAKilledProcessLeftOfARunThatNeverBegan() throws IOException {
            Path siblings = Files.createDirectory(runs.resolve("name"));
            FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
            String killed = ".20260101T000000Z-01234567.new";
            List<String> kept = List.of(".20260101T000000Z-89abcdef.new", ".mine.new", "20260101T000000Z-01234567");
            for (String name : kept) {
                Files.createDirectories(siblings.resolve(name).resolve("outputs"));
            }
            Files.createDirectories(siblings.resolve(killed).resolve("outputs"));
            Files.writeString(siblings.resolve(killed).resolve("journal.jsonl"), "{\"seq");
            for (String old : List.of(killed, kept.get(1), kept.get(2))) {
                Files.setLastModifiedTime(siblings.resolve(old), longAgo);
            }

            made("name", "id").close();

            try (Stream<Path> all = Files.list(siblings)) {
                assertThat(all.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder(kept.get(0), kept.get(1), kept.get(2), "id");
            }
        }

        @Test
        void leavesNothingIfTheJournalCannotBegin() {
            Throwable failure = catchThrowable(() ->
                    RunDirectoryOpener.create(new RunsDirectory(runs), new RunIdentity("name", "id"), directory -> {
                        throw new UnwritableException(directory.toString(), "the disk is full");
                    }));

            assertThat(failure)
                    .isInstanceOf(UnwritableException.class)
                    .hasMessageStartingWith(runs.resolve("name/id") + ": the run directory cannot be made (")
                    .hasMessageEndingWith(": the disk is full); no training was started");
            assertThat(runs.resolve("name")).isEmptyDirectory();
        }
    }

    @Nested
    class OfAnInterruptedRun {
        private Path path;

        @BeforeEach
        void interrupt() {
            made("name", "id").close();
            path = runs.resolve("name/id");
        }

        @Test
        void removesWhatMustNotLieOverFilesThatChange() throws IOException {
            for (String name :
                    new String[] {"manifest.json", "manifest.dsse.json", ".manifest.json.tmp", ".manifest.dsse.json.tmp"
                    }) {
                Files.writeString(path.resolve(name), name.equals("manifest.json") ? failed() : "x");
            }
            reopen().close();

            assertThat(left()).containsExactlyInAnyOrder(".lock", "journal.jsonl", "outputs");
        }

        @Test
        void keepsOnlyJournalAndLogIfThereIsNoCheckpoint() throws IOException {
            Files.createDirectories(path.resolve("checkpoints/outputs"));
            for (String name : new String[] {
                "run.log", "trace.rrt", "outputs/a", "outputs/.a.copy", "checkpoints/outputs/a", "checkpoints/.1.tmp"
            }) {
                Files.writeString(path.resolve(name), "x");
            }
            reopen().close();

            assertThat(left()).containsExactlyInAnyOrder(".lock", "journal.jsonl", "run.log", "outputs");
            assertThat(path.resolve("outputs")).isEmptyDirectory();
        }

        @Test
        void keepsAllThatACheckpointMaySpeakOf() throws IOException {
            Files.createDirectories(path.resolve("checkpoints"));
            for (String name : new String[] {"trace.rrt", "outputs/a", "checkpoints/1"}) {
                Files.writeString(path.resolve(name), "x");
            }
            reopen().close();

            assertThat(left())
                    .containsExactlyInAnyOrder(".lock", "journal.jsonl", "trace.rrt", "outputs", "checkpoints");
            assertThat(path.resolve("outputs")).isEmptyDirectory();
            assertThat(path.resolve("checkpoints/outputs/a")).hasContent("x");
        }

        @Test
        void isRefusedWhileAnotherRunHasIt() throws IOException {
            Files.writeString(path.resolve("manifest.json"), failed());

            RunLock held = RunLock.take(path);
            assertThatThrownBy(this::reopen)
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(path + ": another run of this process is writing there");
            held.close();
            assertThat(path.resolve("manifest.json")).exists();
            reopen().close();
        }

        /** It may have gone on and succeeded since somebody looked. */
        @Test
        void isRefusedIfItHasSucceeded() throws IOException {
            Manifest manifest = new ExecutedRun(runs.resolve("other")).of(training -> {});
            Files.write(path.resolve("manifest.json"), ManifestJson.write(manifest));

            assertThatThrownBy(this::reopen)
                    .isInstanceOf(UsageException.class)
                    .hasMessage(path + ": has succeeded; there is nothing to resume");
            assertThat(path.resolve("manifest.json")).exists();
            assertThat(RunLock.isHeld(path)).isFalse();
        }

        private RunDirectory reopen() {
            return RunDirectoryOpener.reopen(new RunsDirectory(runs), new RunIdentity("name", "id"));
        }

        private String failed() throws IOException {
            ExecutedRun run = new ExecutedRun(runs.resolve("other"));
            assertThatThrownBy(() -> run.of(training -> {
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);
            return Files.readString(run.directory().resolve("manifest.json"));
        }

        private Stream<String> left() throws IOException {
            try (Stream<Path> files = Files.list(path)) {
                return files.map(file -> file.getFileName().toString()).toList().stream();
            }
        }
    }
}
