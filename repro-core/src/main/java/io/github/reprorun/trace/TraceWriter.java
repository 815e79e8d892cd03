package io.github.reprorun.trace;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a trace, append-only. The bytes depend on the header, the networks and the records alone: not on when it is
 * flushed, nor on whether it was interrupted and resumed.
 *
 * <p>Safe for use by several threads; records stand in the order in which they were appended. Each method throws {@link
 * UnwritableException}, naming the file, when the file cannot be written, and from then on always.
 */
public final class TraceWriter implements AutoCloseable {
    /** The name of the trace in a run directory. */
    public static final String FILE_NAME = "trace.rrt";

    /** The most records that a killed process loses, unless they fill a block before. */
    private static final int FLUSH_EVERY = 32;

    private final Path path;
    private final TraceHeader header;
    private final BlockWriter blocks;
    private final EntryBuffer buffer = new EntryBuffer();
    private final Networks networks;
    private long steps;
    private int unflushed;
    private boolean closed;

    private TraceWriter(Path path, TraceHeader header, BlockWriter blocks, Networks networks) {
        this.path = path;
        this.header = header;
        this.blocks = blocks;
        this.networks = networks;
    }

    /**
     * Begins a trace at {@code path}, where nothing is yet.
     *
     * @throws UnwritableException if there is something, or it cannot be written
     */
    public static TraceWriter open(Path path, TraceHeader header) {
        byte[] encoded = header.encoded();
        byte[] head = Arrays.copyOfRange(encoded, encoded.length - Chain.LINK, encoded.length);
        Layout layout = new Layout(encoded.length, header.blockSize());
        try {
            OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                out.write(encoded);
            } catch (IOException e) {
                out.close();
                throw e;
            }
            return new TraceWriter(
                    path, header, new BlockWriter(path, out, layout, encoded.length, head, 0), new Networks());
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /**
     * Continues the trace at {@code path} after {@code position}: verifies what is before it, cuts off what is after it.
     *
     * @throws RefusedException if the part before it changed; the file is left as it is
     * @throws io.github.reprorun.failure.UnreadableException if it cannot be read, or is not a trace
     */
    public static TraceWriter resume(Path path, Position position) {
        try (TraceFile file = TraceFile.open(path)) {
            TraceScan scan = TraceScan.upTo(file, position.offset(), position.head());
            Layout layout = file.layout();
            long start = layout.start(layout.complete(position.offset()));
            int begun = layout.rest(position.offset());
            byte[] block = new byte[begun];
            file.read(start, block, 0, begun);
            byte[] head = new byte[Chain.LINK];
            file.read(start - Chain.LINK, head, 0, Chain.LINK);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(position.offset());
            }
            OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            BlockWriter blocks = new BlockWriter(path, out, layout, start, head, scan.entries());
            blocks.takeUp(block, begun);
            TraceWriter writer = new TraceWriter(path, file.header(), blocks, scan.networks());
            writer.steps = scan.steps();
            return writer;
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** The configuration of the trace. */
    public TraceHeader header() {
        return header;
    }

    /**
     * The network called {@code name}, declared in the trace unless it is already.
     *
     * @param layers the names of its layers, in forward order
     * @throws UsageException if a network of that name has different layers
     * @throws IllegalArgumentException if there are too many or too long names
     */
    public synchronized TracedNetwork network(String name, List<String> layers) {
        requireOpen();
        TracedNetwork known = networks.named(name);
        if (known != null) {
            if (!known.layers().equals(layers)) {
                throw new UsageException(
                        name, "is traced with the layers " + known.layers() + " already, not " + layers);
            }
            return known;
        }
        TracedNetwork network = new TracedNetwork(networks.count(), name, layers);
        network.encode(buffer, blocks.entries());
        networks.add(network, blocks.entries());
        blocks.append(buffer.bytes(), buffer.length());
        return network;
    }

    /**
     * Appends what {@code record} holds.
     *
     * @throws IllegalArgumentException if it was made for a different trace
     */
    public synchronized void append(TraceRecord record) {
        requireOpen();
        if (!record.network().equals(networks.named(record.network().name())) || !record.isFor(header)) {
            throw new IllegalArgumentException("the record was made for a different trace than " + path);
        }
        record.encode(buffer, blocks.entries());
        blocks.append(buffer.bytes(), buffer.length());
        steps++;
        if (++unflushed >= FLUSH_EVERY) {
            flush();
        }
    }

    /** The end of the trace as it is now, for a checkpoint; {@link #force} makes it durable. */
    public synchronized Position position() {
        return new Position(blocks.offset(), blocks.head());
    }

    /** The number of steps appended, before and after a resumption. */
    public synchronized long steps() {
        return steps;
    }

    /** Hands all records to the operating system, so that the death of the process does not lose them. */
    public synchronized void flush() {
        requireOpen();
        blocks.flush();
        unflushed = 0;
    }

    /** Flushes, and waits until all is on the disk, so that the loss of power does not lose it. */
    public synchronized void force() {
        flush();
        blocks.force();
    }

    /** Ends the trace: appends the seal, forces it to the disk and closes the file. */
    public synchronized void seal() {
        requireOpen();
        new Seal(blocks.entries(), steps, networks.ordinals()).encode(buffer);
        blocks.append(buffer.bytes(), buffer.length());
        blocks.end();
        blocks.force();
        close();
    }

    /**
     * Flushes and closes the file; a trace that was not sealed stays as that of an interrupted run. Further calls do
     * nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (blocks.sound()) {
                blocks.flush();
            }
        } finally {
            blocks.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the trace " + path + " is closed");
        }
    }

    private static UnwritableException unwritable(Path path, IOException e) {
        return new UnwritableException(path.toString(), "the trace cannot be written: " + e.getMessage(), e);
    }

    /**
     * A place between two records of a trace, for a checkpoint to keep and for {@link TraceWriter#resume} to continue at.
     * Immutable, hence safe to share between threads.
     *
     * @param offset the length of the file up to here, in bytes
     * @param head the head of the chain here: it depends on every byte before
     */
    public record Position(long offset, Sha256 head) {
        /** @throws IllegalArgumentException if {@code offset} is negative */
        public Position {
            if (offset < 0) {
                throw new IllegalArgumentException("a position in a trace is not negative, and this one is " + offset);
            }
        }
    }
}
