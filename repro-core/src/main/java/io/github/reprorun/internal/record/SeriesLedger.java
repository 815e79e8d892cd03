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
 * The values of metrics by step: each is a row of the run's {@link MetricsFile}, which the first one makes, and all that is
 * kept of it in memory is the sum of its series. Safe for use by several threads, whose values stand in one order.
 *
 * <p>The first {@value #AT_ONCE} rows of a second are given to the operating system at once, so that a killed run has them; of
 * a run that records faster, the last {@value #BUFFER} bytes may be lost, unless a checkpoint came after them. The file and the
 * sums agree always: a row that cannot be written is in neither.
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
    /** When the second began that rows are counted in, and how many there were. */
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
     * Records a value. One that comes after the end of the run is no part of it.
     *
     * @throws UsageException if no row can have {@code name}
     * @throws UnwritableException if rows cannot be written; this one may be recorded with the next that can
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
     * Writes what the buffer holds to the file.
     *
     * @throws UnwritableException if that fails; what could not be written is kept for the next time
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
                truncate(); // What a failed call left there.
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

    /** Leaves the file with whole rows, or removes it if there are none. */
    private void cut(IOException failure) {
        try {
            boolean own = out != null; // One that was there before is not this run's to remove.
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
     * Makes durable what was recorded up to now.
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
            DurableFile.force(file); // Takes its time, in which others may record.
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

    /** How far the file goes, and the digest of all its series; empty if nothing was recorded. */
    synchronized Optional<String> save() {
        flush();
        return length == 0 ? Optional.empty() : Optional.of(length + " " + digest(all));
    }

    /** Over each name as the file has it, the number of its values, and their digest. */
    private static Sha256 digest(SortedMap<String, SeriesTally> series) {
        StringBuilder text = new StringBuilder();
        for (SeriesTally each : series.values()) {
            MetricSeries sum = each.series();
            text.append(each.field()).append(',').append(sum.count()).append(',');
            text.append(sum.digest()).append('\n');
        }
        return Sha256.ofUtf8(text.toString());
    }

    /** Why the series cannot be put back to {@code saved}, if they cannot: what the earlier process wrote is not there. */
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

    /** The series in as much of the earlier process's file as was saved. */
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
     * Puts the series back to {@code saved}, from the file that the earlier process left; what this one recorded goes.
     *
     * @throws UnreadableException if that file does not begin with what was saved
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

    /** Nothing is recorded any more. Rows that could not be written are no part of the run; {@link #lost} says so. */
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

    /** What is missing of what was recorded, if anything is; known once this is closed. */
    public synchronized Optional<UnwritableException> lost() {
        return Optional.ofNullable(lost);
    }

    /** The sums of what the file has. */
    private void recount() {
        buffered = 0;
        all.clear();
        if (length > 0) {
            all.putAll(MetricsFile.tallies(file, length));
        }
    }
}
