package io.github.reprorun.trace;

import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A trace that can be relied on: read as a stream or from any record on, in constant memory. Safe for use by several
 * threads; the cursors are not.
 *
 * <p>Every way to open one throws {@link UnreadableException} if the file cannot be read or is not a trace.
 */
public final class TraceReader implements AutoCloseable {
    private final TraceFile file;
    private final Networks networks;
    private final long entries;
    private final long steps;
    private final Optional<Tear> tear;
    private final long end;

    private TraceReader(TraceFile file, TraceScan scan) {
        this.file = file;
        this.networks = scan.networks();
        this.entries = scan.entries();
        this.steps = scan.steps();
        this.tear = scan.flaw().map(flaw -> new Tear(entries, file.size() - scan.end(), flaw.problem()));
        this.end = tear.isPresent() ? scan.end() : file.size();
    }

    private TraceReader(TraceFile file, Seal seal) throws Flaw {
        this.file = file;
        this.entries = seal.entries() + 1;
        this.steps = seal.steps();
        this.tear = Optional.empty();
        this.end = file.size();
        this.networks = new Networks();
        for (long ordinal : seal.declarations()) {
            networks.declare(networkAt(ordinal), ordinal);
        }
    }

    /**
     * Opens a complete trace and checks every byte of it before anything is read from it.
     *
     * @throws RefusedException naming the record, if the trace is truncated, extended or altered
     */
    public static TraceReader open(Path path) {
        return opened(path, file -> {
            TraceScan scan = TraceScan.of(file);
            if (scan.flaw().isPresent()) {
                throw scan.flaw().get();
            }
            return new TraceReader(file, scan);
        });
    }

    /**
     * Opens the trace of a run that was interrupted, up to its last whole record. {@link #tear} describes the rest.
     *
     * @throws RefusedException if the header is damaged
     */
    public static TraceReader openTorn(Path path) {
        return opened(path, file -> new TraceReader(file, TraceScan.of(file)));
    }

    /**
     * Opens a complete trace whose digest the caller has just found to be that of a verified manifest, without reading
     * all of it again. What is then read of it is checked for accidental damage only.
     *
     * @throws RefusedException if it is not a complete trace
     */
    public static TraceReader openVerified(Path path) {
        return opened(path, file -> new TraceReader(file, sealOf(file)));
    }

    /** The configuration. */
    public TraceHeader header() {
        return file.header();
    }

    /** The networks, in the order of their numbers. */
    public List<TracedNetwork> networks() {
        return networks.all();
    }

    /** The number of threads, or tasks of a pool, that train them: only the steps of one have an order. */
    public int places() {
        return (int) networks().stream().map(TracedNetwork::place).distinct().count();
    }

    /** The ordinal of the record that declares the network number {@code id}. */
    long declaration(int id) {
        return networks.ordinals().get(id);
    }

    /** The number of records: steps, declarations of networks, the seal. */
    public long entries() {
        return entries;
    }

    /** The number of steps. */
    public long steps() {
        return steps;
    }

    /** What is missing at the end of a trace that was not completed, or empty if it was. */
    public Optional<Tear> tear() {
        return tear;
    }

    /** A cursor before the first step. */
    public TraceCursor cursor() {
        return new TraceCursor(this, new EntryCursor(file, file.size(), false), network -> true);
    }

    /**
     * A cursor before the first step whose ordinal is at least {@code ordinal}; finding it takes time in the logarithm of
     * the trace's length.
     *
     * @throws IllegalArgumentException if {@code ordinal} is negative or greater than {@link #entries}
     * @throws RefusedException as {@link TraceCursor#next}
     */
    public TraceCursor cursor(long ordinal) {
        return cursor(ordinal, network -> true);
    }

    /** As {@link #cursor(long)}, passing over the steps of networks that are not {@code wanted}. */
    TraceCursor cursor(long ordinal, Predicate<TracedNetwork> wanted) {
        if (ordinal < 0 || ordinal > entries) {
            throw new IllegalArgumentException("the trace has " + entries + " records, and no record " + ordinal);
        }
        try {
            return new TraceCursor(this, before(ordinal), wanted);
        } catch (Flaw e) {
            throw e.refusing(path());
        }
    }

    /**
     * The last step, or empty if there is none.
     *
     * @throws RefusedException as {@link TraceCursor#next}
     */
    public Optional<TraceRecord> lastStep() {
        for (long back = 2; steps > 0; back *= 2) {
            TraceCursor cursor = cursor(Math.max(0, entries - back));
            boolean found = false;
            while (cursor.next()) {
                found = true;
            }
            if (found) {
                return Optional.of(cursor.step());
            }
        }
        return Optional.empty();
    }

    /** Closes the file; its cursors can no longer be used. */
    @Override
    public void close() {
        file.close();
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    TraceFile file() {
        return file;
    }

    /** The number of blocks that are complete and were found to be sound, or are promised to be. */
    long wholeBlocks() {
        return file.layout().complete(end);
    }

    /** The number of blocks in which a record may begin. */
    private long blocks() {
        return wholeBlocks() + (file.layout().rest(end) > Layout.PREAMBLE ? 1 : 0);
    }

    /** The link of the chain at the end of the first {@code blocks} blocks. */
    byte[] link(long blocks) {
        byte[] link = new byte[Chain.LINK];
        file.read(file.layout().start(blocks) - Chain.LINK, link, 0, Chain.LINK);
        return link;
    }

    /** The number of entries that lie wholly in the first {@code blocks} blocks, or one less. */
    long entriesWithin(long blocks) {
        return blocks < blocks() ? Math.max(0, firstOrdinal(blocks) - 1) : Math.max(0, entries - 1);
    }

    /** The steps among the first {@code count} entries, of which none is the seal. */
    long stepsAmong(long count) {
        return count
                - networks.ordinals().stream()
                        .filter(ordinal -> ordinal < count)
                        .count();
    }

    /** The preamble's ordinal in block {@code index}. */
    private long firstOrdinal(long index) {
        byte[] preamble = new byte[Long.BYTES];
        file.read(file.layout().start(index), preamble, 0, Long.BYTES);
        return LittleEndian.getLong(preamble, 0);
    }

    private EntryCursor before(long ordinal) throws Flaw {
        EntryCursor cursor = new EntryCursor(file, file.size(), false);
        long within = Math.min(ordinal, entries - 1);
        long low = 0;
        for (long high = blocks() - 1; low < high; ) {
            long middle = low + (high - low + 1) / 2;
            if (firstOrdinal(middle) <= within) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low > 0) {
            cursor.seek(low);
        }
        while (cursor.ordinal() + 1 < ordinal) {
            if (!cursor.next()) {
                throw Flaw.ofRecord(ordinal, "to be there", "the end after record " + cursor.ordinal());
            }
        }
        return cursor;
    }

    private EntryInput networkAt(long ordinal) throws Flaw {
        EntryCursor cursor = before(ordinal);
        if (!cursor.next() || cursor.ordinal() != ordinal || cursor.kind() != EntryBuffer.NETWORK) {
            throw Flaw.ofRecord(ordinal, "a network", "something else");
        }
        return cursor.input();
    }

    private static Seal sealOf(TraceFile file) throws Flaw {
        Layout layout = file.layout();
        long last = layout.complete(file.size()) - (layout.rest(file.size()) == 0 ? 1 : 0);
        byte[] preamble = new byte[Layout.PREAMBLE];
        for (long index = last; index >= 0; index--) {
            long end = index == last ? file.size() - layout.start(last) - Chain.LINK : layout.payloadEnd();
            if (end < Layout.PREAMBLE) {
                break;
            }
            file.read(layout.start(index), preamble, 0, Layout.PREAMBLE);
            int first = LittleEndian.getInt(preamble, Long.BYTES);
            if (first >= Layout.PREAMBLE && first < end) {
                EntryCursor cursor = new EntryCursor(file, file.size(), false);
                cursor.seek(index);
                while (cursor.next()) {
                    if (cursor.kind() == EntryBuffer.SEAL) {
                        cursor.requireEnd();
                        return Seal.decode(cursor.input(), cursor.ordinal());
                    }
                }
                break;
            }
        }
        throw new Flaw("end", "a seal", "none");
    }

    private interface Opening {
        TraceReader of(TraceFile file) throws Flaw;
    }

    private static TraceReader opened(Path path, Opening opening) {
        TraceFile file = TraceFile.open(path);
        try {
            return opening.of(file);
        } catch (Flaw e) {
            file.close();
            throw e.refusing(path);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The unfinished end of a trace that was not completed. Immutable, hence safe to share between threads.
     *
     * @param entries the number of whole records before
     * @param ignored the bytes after them, which are not used
     * @param problem what is wrong there: a line of text
     */
    public record Tear(long entries, long ignored, String problem) {}
}
