package io.github.reprorun.internal.record;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.base.metrics.SeriesTally;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.manifest.MetricSeries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of metrics by step: each is a row of the run's {@link MetricsFile}, which the first one creates, and
 * memory holds only the sums of the series. Safe for use by several threads, whose values are recorded in one order.
 *
 * <p>The first {@value #AT_ONCE} rows of a second go to the operating system at once, so that a killed run has them; a
 * run that records faster may lose the last {@value #BUFFER} bytes, unless a checkpoint came after them. The file and
 * the sums always agree: a row that cannot be written is in neither.
 */
public final class SeriesLedger {
    private static final int BUFFER = 64 << 10;
    private static final int AT_ONCE = 1000;
    private static final int SECOND = 1000;

    private final RunDirectory directory;
    private final Path file;
    private final Clock clock;
    private final SortedMap<String, SeriesTally> all = new TreeMap<>();
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    /** The number of bytes that are in the file. */
    private long length;
    /** The start of the second in which rows are counted, and their number so far. */
    private long second;

    private int rows;
    private @Nullable OutputStream out;
    private boolean closed;
    private @Nullable UnwritableException lost;
    private @Nullable Thread flusher;

    public SeriesLedger(RunDirectory directory, Clock clock) {
        this.directory = directory;
        this.file = directory.metrics();
        this.clock = clock;
    }

    /**
     * Records a value. A value that comes after the end of the run does not belong to it.
     *
     * @throws UsageException if no row can have {@code name}
     * @throws UnwritableException if rows cannot be written; this one may be recorded with the next successful write
     */
    synchronized void add(String name, long step, double value) {
        if (closed) {
            return;
        }
        SeriesTally series = all.get(name);
        if (series == null) {
            series = new SeriesTally(name);
        }
        long now = clock.millis();
        byte[] row = MetricsFile.row(series.field(), step, value, now);
        if (length + buffered == 0) {
            append((MetricsFile.HEADER + '\n').getBytes(StandardCharsets.US_ASCII));
        }
        append(row);
        series.add(step, value);
        all.put(name, series);
        if (now < second || now - second >= SECOND) {
            second = now;
            rows = 0;
        }
        if (rows++ < AT_ONCE) {
            flush();
        } else {
            flushSoon();
        }
    }

    /** Has what the buffer holds written within a second, also if the training records nothing more for an hour. */
    private void flushSoon() {
        if (flusher == null) {
            // nothing inherited: a thread that is born in the program's place would be counted there
            flusher = new Thread(null, this::flushEverySecond, "reprorun-metrics", 0, false);
            flusher.setDaemon(true);
            flusher.start();
        }
        notifyAll();
    }

    private void flushEverySecond() {
        CurrentPlace.standApart("reprorun-metrics");
        try {
            while (awaitRows()) {
                Thread.sleep(SECOND);
                flushOrLeave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Nobody does; the end of the run writes what is left.
        }
    }

    /** Whether there are rows to write, once there are or the run has ended. */
    private synchronized boolean awaitRows() throws InterruptedException {
        while (buffered == 0 && !closed) {
            wait();
        }
        return !closed;
    }

    private synchronized void flushOrLeave() {
        try {
            if (!closed) {
                flush();
            }
        } catch (UnwritableException kept) {
            rows = 0; // The next value is written at once, with these before it, and meets what prevents it.
        }
    }

    /** @throws UsageException if no row can have {@code name} */
    static void requireName(String name) {
        if (!MetricsFile.canHold(name)) {
            throw new UsageException(
                    "metric name", "has more than the " + MetricsFile.LONGEST_NAME + " bytes that a name can have");
        }
    }

    private void append(byte[] bytes) {
        if (buffered + bytes.length > buffer.length) {
            flush();
        }
        if (bytes.length > buffer.length) {
            write(bytes, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
            buffered += bytes.length;
        }
    }

    /**
     * Writes the buffer to the file.
     *
     * @throws UnwritableException if that fails; the unwritten rest is kept for the next time
     */
    public synchronized void flush() {
        if (buffered > 0) {
            write(buffer, buffered);
            buffered = 0;
        }
    }

    private void write(byte[] bytes, int count) {
        try {
            stream().write(bytes, 0, count);
            length += count;
        } catch (IOException e) {
            cut(e);
            throw new UnwritableException(file.toString(), "the values of metrics cannot be written (" + e + ")", e);
        }
    }

    private OutputStream stream() throws IOException {
        OutputStream stream = out;
        if (stream == null) {
            if (length > 0) {
                truncate(); // Removes the bytes that a failed call left there.
            }
            stream = Files.newOutputStream(
                    file, length == 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.APPEND);
            out = stream;
        }
        return stream;
    }

    private void truncate() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    /** Cuts the file to whole rows, or removes it if there are none. */
    private void cut(IOException failure) {
        try {
            boolean own = out != null; // A file that was there before does not belong to this run.
            closeStream();
            if (own && length == 0) {
                Files.delete(file);
            } else if (own) {
                truncate();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void closeStream() throws IOException {
        OutputStream stream = out;
        out = null;
        if (stream != null) {
            stream.close();
        }
    }

    /**
     * Makes all values recorded so far durable.
     *
     * @throws UnwritableException if that fails
     */
    public void force() {
        synchronized (this) {
            flush();
            if (length == 0) {
                return;
            }
        }
        try {
            DurableFile.force(file); // This is slow, and other threads may record meanwhile.
            DurableFile.force(directory.path());
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "cannot be made durable (" + e + ")", e);
        }
    }

    /** Every series, by name. */
    public synchronized List<MetricSeries> series() {
        List<MetricSeries> series = new ArrayList<>();
        for (SeriesTally tally : all.values()) {
            series.add(tally.series());
        }
        return series;
    }

    /** The length of the file, and the digest of all its series; empty if nothing was recorded. */
    synchronized Optional<String> save() {
        flush();
        return length == 0 ? Optional.empty() : Optional.of(length + " " + digest(all));
    }

    /** A digest over each name as in the file, the number of its values, and their digest. */
    private static Sha256 digest(SortedMap<String, SeriesTally> series) {
        StringBuilder text = new StringBuilder();
        for (SeriesTally each : series.values()) {
            MetricSeries sum = each.series();
            text.append(each.field()).append(',').append(sum.count()).append(',');
            text.append(sum.digest()).append('\n');
        }
        return Sha256.ofUtf8(text.toString());
    }

    /**
     * Why the series cannot be put back to {@code saved}, if they cannot: the values that the earlier process wrote are
     * missing.
     */
    Optional<String> obstacle(Optional<String> saved) {
        try {
            if (saved.isPresent()) {
                read(saved.get());
            }
            return Optional.empty();
        } catch (UnreadableException e) {
            return Optional.of("the values of metrics are not what they were then: " + e.getMessage());
        }
    }

    /** The series in the saved part of the earlier process's file. */
    private SortedMap<String, SeriesTally> read(String saved) {
        Path kept = directory.keptMetrics();
        long savedLength = savedLength(saved);
        SortedMap<String, SeriesTally> read = MetricsFile.tallies(kept, savedLength);
        String found = savedLength + " " + digest(read);
        if (!found.equals(saved)) {
            throw new UnreadableException(kept.toString(), "has \"" + found + "\", not \"" + saved + "\"");
        }
        return read;
    }

    private static long savedLength(String saved) {
        return Long.parseLong(saved.substring(0, saved.indexOf(' ')));
    }

    /**
     * Restores the series to {@code saved}, from the file that the earlier process left; discards the values that this
     * process recorded.
     *
     * @throws UnreadableException if that file does not begin with the saved values
     */
    synchronized void restore(Optional<String> saved) {
        SortedMap<String, SeriesTally> restored = saved.isPresent() ? read(saved.get()) : new TreeMap<>();
        long savedLength = saved.isPresent() ? savedLength(saved.get()) : 0;
        try {
            closeStream();
            if (savedLength == 0) {
                Files.deleteIfExists(file);
            } else {
                DurableFile.write(file, to -> copy(directory.keptMetrics(), savedLength, to));
            }
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the values of metrics cannot be restored (" + e + ")", e);
        }
        buffered = 0;
        length = savedLength;
        all.clear();
        all.putAll(restored);
    }

    private static void copy(Path from, long length, OutputStream to) throws IOException {
        byte[] block = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(from)) {
            for (long left = length; left > 0; ) {
                int count = in.read(block, 0, (int) Math.min(block.length, left));
                if (count < 0) {
                    throw new IOException(from + " ends " + left + " bytes early");
                }
                to.write(block, 0, count);
                left -= count;
            }
        }
    }

    /** Ends the recording. Rows that could not be written do not belong to the run; {@link #lost} reports them. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        notifyAll();
        try {
            flush();
            closeStream();
        } catch (UnwritableException e) {
            lost = e;
            recount();
        } catch (IOException e) {
            lost = new UnwritableException(file.toString(), "the values of metrics cannot be written (" + e + ")", e);
        }
    }

    /** The recorded values that are missing, if any; known after this is closed. */
    public synchronized Optional<UnwritableException> lost() {
        return Optional.ofNullable(lost);
    }

    /** The sums of the series in the file. */
    private void recount() {
        buffered = 0;
        all.clear();
        if (length > 0) {
            all.putAll(MetricsFile.tallies(file, length));
        }
    }
}
