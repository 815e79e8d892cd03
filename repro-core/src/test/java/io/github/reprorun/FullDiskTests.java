package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.faults.Fault;
import io.github.reprorun.faults.FaultyFiles;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalEntry;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full at the first operation that writes, at the second, and so on to the last: once, and from then on. */
class FullDiskTests {
    @TempDir
    private Path folder;

    /** What is done on a disk. */
    private interface Work {
        void on(Path folder) throws IOException;
    }

    /** What is to hold when it failed, or did not. */
    private interface Check {
        void of(Path folder, Throwable failure) throws IOException;
    }

    /** Does {@code work} with the fault at each operation, until it comes to its end without meeting it. */
    private void failAtEach(boolean forGood, int atLeast, Work work, Check check) throws IOException {
        failAtEvery(1, forGood, atLeast, work, check);
    }

    /** As {@link #failAtEach}, at one operation of {@code step}. */
    private void failAtEvery(int step, boolean forGood, int atLeast, Work work, Check check) throws IOException {
        for (int n = 1; ; n += step) {
            Path real = Files.createDirectory(folder.resolve("disk" + n));
            Fault fault = Fault.at(n, forGood);
            Throwable failure = null;
            try {
                work.on(FaultyFiles.over(real, fault));
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            try {
                check.of(real, failure);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(fault + ": " + e.getMessage(), e);
            }
            if (fault.operations() < n) {
                assertThat(failure).isNull();
                assertThat(n).isGreaterThan(atLeast);
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesAnHonestRunOrNone(boolean forGood) throws IOException {
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder.resolve("keys"));

        failAtEvery(
                forGood ? 3 : 1, // a disk that stays full is met by all that follows, hence by fewer paths of its own
                forGood,
                20,
                disk -> ReproducibleRun.of("test")
                        .seed(42)
                        .threads(1)
                        .runsDirectory(disk)
                        .signedBy(folder.resolve("keys").resolve(SigningKey.PRIVATE_FILE))
                        .execute(run -> {
                            Files.writeString(run.output("early"), "early");
                            run.metric("m", 1);
                            run.metric("m", 1, 0.5);
                            run.metric("m", 2, 0.25);
                            Files.writeString(run.output("late"), "late");
                        }),
                (disk, failure) -> {
                    if (failure != null) {
                        assertClear(failure);
                    }
                    List<Path> left = left(disk);
                    if (left.isEmpty()) {
                        assertThat(failure).hasMessageEndingWith("; no training was started");
                    } else {
                        assertHonest(left.get(0), failure);
                    }
                });
    }

    private static void assertClear(Throwable failure) {
        assertThat(failure).isInstanceOfAny(UnwritableException.class, FileSystemException.class);
        assertThat(failure.getMessage()).contains(Fault.REASON).doesNotContain("\n");
    }

    private void assertHonest(Path run, Throwable failure) throws IOException {
        if (Files.exists(run.resolve(Manifest.FILE_NAME))) {
            assertThat(run.resolve(Manifest.ENVELOPE_FILE_NAME)).exists();
            assertThat(VerifiedRun.unsigned(run).manifest().details().status().name())
                    .isEqualTo(failure == null ? "SUCCEEDED" : "FAILED");
        } else {
            assertThat(failure).isNotNull();
            assertThat(run.resolve(Manifest.ENVELOPE_FILE_NAME)).doesNotExist();
            assertThat(InterruptedRun.in(run).orElseThrow().status()).isEqualTo("INTERRUPTED");
        }
        if (failure == null) {
            assertThat(run.resolve("outputs/early")).hasContent("early");
            assertThat(run.resolve("outputs/late")).hasContent("late");
        }
        assertThat(files(run)).noneMatch(name -> name.startsWith(".") && !name.equals(".lock"));
    }

    /** The run directories, and what was meant to become one. */
    private static List<Path> left(Path runs) throws IOException {
        Path all = runs.resolve("test");
        if (!Files.exists(all)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(all)) {
            return directories.toList();
        }
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesTheFormerEnvelopeWhenOneMoreSigns(boolean forGood) throws IOException {
        ExecutedRun run = new ExecutedRun(folder.resolve("signed"));
        run.signed().execute(training -> {});
        byte[] former = Files.readAllBytes(run.directory().resolve(Manifest.ENVELOPE_FILE_NAME));
        SigningKey second = SigningKey.generate(Algorithm.P256, new SecureRandom());

        failAtEach(
                forGood,
                3,
                disk -> {
                    for (String name : List.of(Manifest.FILE_NAME, Manifest.ENVELOPE_FILE_NAME, "journal.jsonl")) {
                        Files.copy(
                                run.directory().resolve(name),
                                FaultyFiles.real(disk).resolve(name));
                    }
                    for (String name : List.of("run.log", "code.sha256")) {
                        copyIfThere(run.directory().resolve(name), FaultyFiles.real(disk));
                    }
                    VerifiedRun.unsigned(disk).sign(second);
                },
                (disk, failure) -> {
                    if (failure != null && failure.getMessage().contains("envelope")) {
                        assertClear(failure);
                        assertThat(files(disk)).noneMatch(name -> name.endsWith(".tmp"));
                    }
                    boolean changed =
                            !Arrays.equals(former, Files.readAllBytes(disk.resolve(Manifest.ENVELOPE_FILE_NAME)));
                    assertThat(VerifiedRun.unsigned(disk).manifest()).isEqualTo(run.left());
                    if (failure == null) {
                        assertThat(changed).isTrue();
                    }
                });
    }

    private static void copyIfThere(Path file, Path folder) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesAFileAsItWasOrAsItWasToBe(boolean forGood) throws IOException {
        failAtEach(
                forGood,
                4,
                disk -> {
                    Files.writeString(FaultyFiles.real(disk).resolve("file"), "former");
                    DurableFile.write(disk.resolve("file"), new byte[20_000]);
                },
                (disk, failure) -> {
                    assertThat(files(disk.resolve("file"))).containsExactly("file");
                    assertThat(files(disk))
                            .containsExactlyInAnyOrder(disk.getFileName().toString(), "file");
                    byte[] left = Files.readAllBytes(disk.resolve("file"));
                    assertThat(left.length).isIn(failure == null ? List.of(20_000) : List.of(6, 20_000));
                });
    }

    /** A line that failed is not there, and the next one is. */
    @Test
    void leavesAJournalThatGoesOn() throws IOException {
        failAtEach(
                false,
                6,
                disk -> {
                    Journal journal = Journal.begin(disk, Clock.systemUTC());
                    for (int i = 0; i < 3; i++) {
                        try {
                            journal.record(Journal.CHECKPOINT, Journal.facts().put("n", i));
                        } catch (UnwritableException e) {
                            assertClear(e);
                        }
                    }
                },
                (disk, failure) -> {
                    assertThat(failure).isNull();
                    List<JournalEntry> entries = JournalFile.read(disk).entries();
                    assertThat(entries).hasSizeBetween(2, 3);
                    assertThat(Files.size(disk.resolve(Journal.FILE_NAME)))
                            .isEqualTo(JournalFile.read(disk).length());
                });
    }
}
