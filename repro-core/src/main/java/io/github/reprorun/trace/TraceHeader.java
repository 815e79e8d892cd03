package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The configuration of a trace: its columns and how it is cut into blocks. It says nothing of the run, so that two runs
 * of one configuration have one header. Immutable, hence safe to share between threads.
 *
 * @param columns the columns in the order of {@link Column#compareTo}, 1 to 16, each quantity at most once for the whole
 *     and once for the layers
 * @param blockSize the bytes from one link of the SHA-256 chain to the next, 64 to 1,048,576
 */
public record TraceHeader(List<Column> columns, int blockSize) {
    private static final byte[] MAGIC = {(byte) 0x89, 'R', 'R', 'T', '\r', '\n', 0x1a, '\n'};
    private static final int VERSION = 1;
    private static final int MAX_COLUMNS = 16;
    private static final int DEFAULT_BLOCK_SIZE = 16 * 1024;

    static final int MIN_BLOCK_SIZE = 64;
    static final int MAX_BLOCK_SIZE = 1024 * 1024;
    /** Magic, version and length: what is read before the rest. */
    static final int PREFIX = 14;
    /** No header is longer. */
    static final int MAX_LENGTH = 4096;

    /**
     * Sorts the columns.
     *
     * @throws IllegalArgumentException if a column is there twice, or a size is out of its range
     */
    public TraceHeader {
        columns = columns.stream().sorted().toList();
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException("a trace has 1 to " + MAX_COLUMNS + " columns, not " + columns.size());
        }
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i - 1).comparableWith(columns.get(i))) {
                throw new IllegalArgumentException("two columns of a trace are of " + columns.get(i));
            }
        }
        if (blockSize < MIN_BLOCK_SIZE || blockSize > MAX_BLOCK_SIZE) {
            throw new IllegalArgumentException(
                    "a block is " + MIN_BLOCK_SIZE + " to " + MAX_BLOCK_SIZE + " bytes, not " + blockSize);
        }
    }

    /** A trace of {@code columns}, in any order, in blocks of 16 KiB. */
    public static TraceHeader of(Column... columns) {
        return new TraceHeader(List.of(columns), DEFAULT_BLOCK_SIZE);
    }

    /** The bytes before the first block, the last 32 of which are the first link of the chain. */
    byte[] encoded() {
        EntryBuffer buffer = new EntryBuffer().begin();
        buffer.raw(MAGIC, 0, MAGIC.length).u16(VERSION).u32(0).u32(blockSize).u8(columns.size());
        for (Column column : columns) {
            buffer.text(column.quantity().label());
            buffer.u8(column.layered() ? 1 : 0).u8(column.quantity().kind()).u32(column.every());
        }
        LittleEndian.putInt(buffer.bytes(), PREFIX - 4, buffer.length() + Chain.LINK);
        Chain chain = new Chain();
        buffer.raw(chain.link(buffer.bytes(), buffer.length()), 0, Chain.LINK);
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    /** The length that the first {@link #PREFIX} bytes announce. */
    static int announcedLength(byte[] prefix) throws Flaw {
        EntryInput in = new EntryInput(EntryInput.HEADER, prefix, 0, PREFIX);
        for (byte magic : MAGIC) {
            if (in.u8() != (magic & 0xff)) {
                throw in.flaw("the first bytes of a trace", "different bytes");
            }
        }
        int version = in.u16();
        if (version != VERSION) {
            throw in.flaw("version " + VERSION + " of the format", "version " + version);
        }
        int length = in.u31("length");
        if (length < PREFIX + Chain.LINK || length > MAX_LENGTH) {
            throw in.flaw("a header of at most " + MAX_LENGTH + " bytes", length + " bytes");
        }
        return length;
    }

    /** Reads back what {@link #encoded} wrote, and nothing else. */
    static TraceHeader decode(byte[] encoded) throws Flaw {
        EntryInput in = new EntryInput(EntryInput.HEADER, encoded, PREFIX, encoded.length - Chain.LINK);
        Chain.require(
                "header", new Chain().link(encoded, encoded.length - Chain.LINK), encoded, encoded.length - Chain.LINK);
        int blockSize = in.u31("block size");
        int count = in.u8();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(column(in));
        }
        in.end();
        TraceHeader header;
        try {
            header = new TraceHeader(columns, blockSize);
        } catch (IllegalArgumentException e) {
            throw in.flaw("a configuration", String.valueOf(e.getMessage()));
        }
        if (!header.columns.equals(columns)) {
            throw in.flaw("columns in their order", "a different order");
        }
        return header;
    }

    private static Column column(EntryInput in) throws Flaw {
        String label = in.text();
        Quantity quantity = Quantity.labelled(label).orElseThrow(() -> in.flaw("a known quantity", '"' + label + '"'));
        int layered = in.u8();
        int kind = in.u8();
        int every = in.u31("cadence");
        if (layered > 1 || kind != quantity.kind() || every < 1) {
            throw in.flaw("a column of " + label, "scope " + layered + ", kind " + kind + ", cadence " + every);
        }
        return new Column(quantity, layered == 1, every);
    }
}
