package io.github.reprorun.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.directory.RunDirectoryOpener;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.manifest.MetricSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesLedgerTests {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

    @TempDir
    Path runs;

    private RunDirectory directory;
    private SeriesLedger ledger;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = RunDirectoryOpener.create(new RunsDirectory(runs), new RunIdentity("name", "id"), made -> {});
        Files.createDirectory(directory.checkpoints());
        Files.writeString(directory.checkpoints().resolve("a.checkpoint"), "");
        ledger = new SeriesLedger(directory, CLOCK);
    }

    @AfterEach
    void closeDirectory() {
        ledger.close();
        directory.close();
    }

    /** As a process does that takes the run up; the one before it ends without a word. */
    private void reopen() {
        directory.close();
        directory = RunDirectoryOpener.reopen(new RunsDirectory(runs), new RunIdentity("name", "id"));
        ledger = new SeriesLedger(directory, CLOCK);
    }

    private void add(int from, int to) {
        for (int step = from; step < to; step++) {
            ledger.add("loss", step, 1.0 / step);
            ledger.add("other", step, step);
        }
    }

    private static List<MetricSeries> uninterrupted(int to) {
        MetricSeries.Point[] loss = new MetricSeries.Point[to - 1];
        MetricSeries.Point[] other = new MetricSeries.Point[to - 1];
        for (int step = 1; step < to; step++) {
            loss[step - 1] = new MetricSeries.Point(step, 1.0 / step);
            other[step - 1] = new MetricSeries.Point(step, step);
        }
        return List.of(Manifests.series("loss", loss), Manifests.series("other", other));
    }

    @Test
    void hasEachRowInTheFileBeforeTheCallReturns() throws IOException {
        assertThat(directory.metrics()).doesNotExist();
        ledger.add("loss", 1, 0.5);

        assertThat(directory.metrics())
                .hasContent(MetricsFile.HEADER + "\nloss,1,0.5,3fe0000000000000,1700000000000\n");
        ledger.add("loss", 2, Double.NaN);
        assertThat(Files.readAllLines(directory.metrics()))
                .hasSize(3)
                .last()
                .isEqualTo("loss,2,NaN,7ff8000000000000,1700000000000");
    }

    @Test
    void holdsBackNoMoreThanABufferOfARunThatRecordsFast() throws IOException {
        add(1, 20_000);

        long written = Files.size(directory.metrics());
        ledger.flush();
        assertThat(Files.size(directory.metrics()) - written).isBetween(1L, 65_536L);
        assertThat(MetricsFile.series(directory.metrics())).isEqualTo(uninterrupted(20_000));
    }

    @Test
    void writesWhatItHeldBackAlsoIfNothingMoreIsRecorded() throws IOException {
        add(1, 1000);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();

        while (Files.readAllLines(directory.metrics()).size() < 1999 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        assertThat(MetricsFile.series(directory.metrics())).isEqualTo(uninterrupted(1000));
    }

    @Test
    void goesOnFromACheckpointAsIfNothingHadHappened() {
        add(1, 3000);
        Optional<String> saved = ledger.save();
        add(3000, 3500);

        reopen();
        ledger.add("loss", 1, 0.7);
        assertThat(ledger.obstacle(saved)).isEmpty();
        ledger.restore(saved);
        add(3000, 4000);
        ledger.close();

        assertThat(ledger.series()).isEqualTo(uninterrupted(4000));
        assertThat(MetricsFile.series(directory.metrics())).isEqualTo(uninterrupted(4000));
    }

    @Test
    void isNotLostWhenARunDiesOnceMoreBeforeItIsRestored() throws IOException {
        add(1, 10);
        Optional<String> saved = ledger.save();
        reopen();
        ledger.add("loss", 1, 0.7);
        reopen();

        ledger.restore(saved);
        directory.removeKept();

        assertThat(ledger.series()).isEqualTo(uninterrupted(10));
        assertThat(directory.keptMetrics()).doesNotExist();
    }

    @Test
    void goesBackToNothingWhereNothingWasSaved() {
        Optional<String> saved = ledger.save();
        add(1, 10);
        reopen();
        ledger.add("loss", 1, 0.7);

        assertThat(saved).isEmpty();
        ledger.restore(saved);

        assertThat(ledger.series()).isEmpty();
        assertThat(directory.metrics()).doesNotExist();
    }

    @Test
    void saysWhyItCannotGoBack() throws IOException {
        add(1, 10);
        String saved = ledger.save().orElseThrow();
        String other = saved.substring(0, saved.length() - 1) + (saved.endsWith("0") ? "1" : "0");
        reopen();

        assertThat(ledger.obstacle(Optional.of(other)).orElseThrow())
                .isEqualTo("the values of metrics are not what they were then: " + directory.keptMetrics() + ": has \""
                        + saved + "\", not \"" + other + "\"");
        assertThatThrownBy(() -> ledger.restore(Optional.of(other))).isInstanceOf(UnreadableException.class);
        Files.writeString(directory.keptMetrics(), "name,step\n");
        assertThat(ledger.obstacle(Optional.of(saved)).orElseThrow())
                .endsWith("line 1 is not the header " + MetricsFile.HEADER);
        Files.delete(directory.keptMetrics());
        assertThat(ledger.obstacle(Optional.of(saved)).orElseThrow()).contains("cannot be read");
    }

    /** The state in a checkpoint does not grow with what was recorded. */
    @Test
    void isSavedInALine() {
        add(1, 1000);
        String few = ledger.save().orElseThrow();
        add(1000, 20_000);

        assertThat(few).matches("[0-9]+ [0-9a-f]{64}");
        assertThat(ledger.save().orElseThrow()).matches("[0-9]+ [0-9a-f]{64}").isNotEqualTo(few);
    }

    @Test
    void leavesAFileAloneThatIsAnother() throws IOException {
        Files.writeString(directory.metrics(), "mine");

        assertThatThrownBy(() -> ledger.add("loss", 1, 0.5))
                .isInstanceOf(UnwritableException.class)
                .hasMessageContaining("the values of metrics cannot be written")
                .hasMessageContaining("FileAlreadyExistsException");
        ledger.close();

        assertThat(ledger.series()).isEmpty();
        assertThat(ledger.lost()).isPresent();
        assertThat(directory.metrics()).hasContent("mine");
    }

    @Test
    void takesNothingMoreOnceItIsClosed() throws IOException {
        add(1, 3);
        ledger.close();
        ledger.add("loss", 3, 1);

        assertThat(ledger.series()).isEqualTo(uninterrupted(3));
        assertThat(Files.readAllLines(directory.metrics())).hasSize(5);
        assertThat(ledger.lost()).isEmpty();
    }
}
