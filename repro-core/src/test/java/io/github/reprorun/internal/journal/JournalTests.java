package io.github.reprorun.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path run;

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private Journal begun() {
        Journal journal = Journal.begin(run, at(NOON));
        journal.record(Journal.STARTED, Journal.facts().put("n", 1));
        journal.record(Journal.CHECKPOINT, Journal.facts().put("n", 2));
        return journal;
    }

    private Path file() {
        return run.resolve(Journal.FILE_NAME);
    }

    @Test
    void isReadAsItWasWritten() {
        begun();

        assertThat(JournalFile.read(run).entries())
                .containsExactly(
                        new JournalEntry(0, NOON, "started", Journal.facts().put("n", 1)),
                        new JournalEntry(1, NOON, "checkpoint", Journal.facts().put("n", 2)));
    }

    @Test
    void keepsTheOrderWhenTheClockIsSetBack() {
        begun();
        Journal.resume(run, at(NOON.minusSeconds(3600))).record(Journal.RESUMED, Journal.facts());

        assertThat(JournalFile.read(run).entries())
                .extracting(JournalEntry::sequence)
                .containsExactly(0L, 1L, 2L);
        assertThat(JournalFile.read(run).last(Journal.RESUMED).orElseThrow().time())
                .isEqualTo(NOON.minusSeconds(3600));
    }

    /** What a kill, a full disk or a loss of power may leave behind the last line. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"seq", "\0\0\0\0", "\0\0\0\"}}\n", "\u00ff\u00fe", "{\"sequence\":7}\n", "\n"})
    void passesOverALastLineThatIsNotWhole(String torn) throws IOException {
        begun();
        String whole = Files.readString(file());
        Files.write(file(), torn.getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);

        assertThat(JournalFile.read(run).entries()).hasSize(2);
        Journal.resume(run, at(NOON)).record(Journal.RESUMED, Journal.facts());
        assertThat(Files.readString(file())).startsWith(whole).hasLineCount(3);
        assertThat(JournalFile.read(run).entries())
                .extracting(JournalEntry::event)
                .containsExactly("started", "checkpoint", "resumed");
    }

    @Test
    void isRefusedIfALineBeforeTheLastIsDamaged() throws IOException {
        begun();
        Files.writeString(file(), Files.readString(file()).replaceFirst("started", "st\0rted"));

        assertThatThrownBy(() -> JournalFile.read(run))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(file() + ": line 1 is not what was written");
    }

    @Test
    void takesNothingMoreOnceTheRunHasEnded() throws IOException {
        Journal journal = begun();
        journal.record(Journal.ENDED, Journal.facts());
        byte[] ended = Files.readAllBytes(file());

        assertThatThrownBy(() -> journal.record(Journal.CHECKPOINT, Journal.facts()))
                .isInstanceOf(UnwritableException.class)
                .hasMessage(file() + ": the run has ended; \"checkpoint\" comes too late");
        assertThat(file()).hasBinaryContent(ended);
    }

    @Test
    void isWrittenByAnInterruptedThreadToo() {
        Thread.currentThread().interrupt();
        begun();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(JournalFile.read(run).entries()).hasSize(2);
    }

    @Test
    void isMissedInAFolderThatIsNoRun() {
        assertThatThrownBy(() -> Journal.resume(run, at(NOON)))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(run + ": is not a run directory: it holds no journal");
    }

    /** As large as can be read, with room for the end. */
    @Test
    void isWrittenNoLargerThanItIsRead() {
        Journal journal = Journal.begin(run, at(NOON));
        journal.record(Journal.STARTED, Journal.facts());
        String large = "x".repeat(20 << 20);
        for (int i = 0; i < 2; i++) {
            journal.record(Journal.CHECKPOINT, Journal.facts().put("n", large));
        }

        assertThatThrownBy(
                        () -> journal.record(Journal.CHECKPOINT, Journal.facts().put("n", large)))
                .isInstanceOf(UnwritableException.class)
                .hasMessageMatching(".*the run's journal would have 629[0-9]+ bytes with \"checkpoint\", and at most"
                        + " 62914560 can be read again");
        journal.record(Journal.CHECKPOINT, Journal.facts().put("n", "x".repeat((20 << 20) - 1000)));
        journal.record(Journal.ENDED, Journal.facts().put("cause", "x".repeat(3 << 20)));

        assertThat(JournalFile.read(run).entries())
                .extracting(JournalEntry::event)
                .containsExactly("started", "checkpoint", "checkpoint", "checkpoint", "ended");
    }
}
