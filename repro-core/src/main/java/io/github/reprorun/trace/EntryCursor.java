package io.github.reprorun.trace;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the entries of a trace, holding one block and one entry, and checks each entry's CRC-32C and each complete
 * block's link. Confined to one thread.
 */
final class EntryCursor {
    private static final long NONE = -1;

    private final TraceFile file;
    private final Layout layout;
    private final long size;
    private final boolean localising;
    private final Chain chain = new Chain();
    private final CRC32C crc = new CRC32C();
    private final byte[] ordinalBytes = new byte[Long.BYTES];
    private final byte[] head = new byte[Chain.LINK];
    private final byte[] block;
    private byte[] joined = new byte[256];
    private long index = NONE;
    private int at;
    private int payloadEnd;
    private boolean complete;
    private long next;
    private @Nullable Flaw suspect;

    private byte[] bytes = joined;
    private int from;
    private int length;

    /**
     * Before the first entry of {@code file}, as if it ended at {@code size}.
     *
     * @param localising whether, in a block with a wrong link, to look for the first wrong entry before complaining
     */
    EntryCursor(TraceFile file, long size, boolean localising) {
        this.file = file;
        this.layout = file.layout();
        this.size = size;
        this.localising = localising;
        this.block = new byte[layout.block()];
    }

    /** Moves on, to the first entry that begins in block {@code index}. There must be one. */
    void seek(long index) throws Flaw {
        this.index = NONE;
        this.suspect = null;
        if (!load(index)) {
            throw new Flaw("block " + index, "a block", "the end of the file");
        }
        next = LittleEndian.getLong(block, 0);
        at = LittleEndian.getInt(block, Long.BYTES);
        if (next < 0 || at < Layout.PREAMBLE || at > payloadEnd) {
            throw new Flaw("block " + index, "where its first entry begins", next + " at " + at);
        }
    }

    /** Moves to the next entry; false at the end of the data, which is not yet known to be the end of the trace. */
    boolean next() throws Flaw {
        if (at == payloadEnd) {
            if (!load(index + 1)) {
                return false;
            }
            requirePreamble(next, Layout.PREAMBLE);
        }
        if (!contiguous()) {
            join();
        }
        int stated = LittleEndian.getInt(bytes, from + length - EntryBuffer.CHECK);
        int computed = EntryBuffer.check(crc, ordinalBytes, next, bytes, from, length - EntryBuffer.CHECK);
        if (stated != computed) {
            throw Flaw.ofRecord(next, "CRC-32C " + Integer.toHexString(computed), Integer.toHexString(stated));
        }
        next++;
        return true;
    }

    /** The ordinal of the entry it stands on. */
    long ordinal() {
        return next - 1;
    }

    int kind() {
        return bytes[from] & 0xff;
    }

    /** The fields of the entry, valid until the next call of {@link #next}. */
    EntryInput input() {
        return new EntryInput(ordinal(), bytes, from + EntryBuffer.FRAME, from + length - EntryBuffer.CHECK);
    }

    /** The entry, whole. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** The offset in the file after the entry, or before the first. */
    long offset() {
        if (index == NONE) {
            return layout.start(0);
        }
        return ended() ? layout.start(index + 1) : layout.start(index) + at;
    }

    /** Whether the entry, or a part of it, lies in a block with a wrong link. */
    boolean suspect() {
        return suspect != null;
    }

    /** Requires that the file ends after this entry with the last link of the chain. */
    void requireEnd() throws Flaw {
        long end = layout.start(index) + at + Chain.LINK;
        if (size != end) {
            throw new Flaw("end", "the last link of the chain and the end of the file at " + end, "the end at " + size);
        }
        if (!ended()) {
            byte[] stated = new byte[Chain.LINK];
            file.read(end - Chain.LINK, stated, 0, Chain.LINK);
            Chain.require("end", head(), stated, 0);
        }
    }

    /** The link over what comes before {@link #offset}. */
    byte[] head() {
        if (index == NONE || ended()) {
            byte[] stated = new byte[Chain.LINK];
            file.read(offset() - Chain.LINK, stated, 0, Chain.LINK);
            return stated;
        }
        return chain.link(head, 0, block, at).clone();
    }

    private boolean ended() {
        return complete && at == payloadEnd;
    }

    private boolean contiguous() throws Flaw {
        if (payloadEnd - at < EntryBuffer.FRAME) {
            return false;
        }
        int whole = announced(block, at);
        if (payloadEnd - at < whole) {
            return false;
        }
        bytes = block;
        from = at;
        length = whole;
        at += whole;
        return true;
    }

    private void join() throws Flaw {
        long begin = layout.start(index) + at;
        int have = gather(0, EntryBuffer.FRAME, 0);
        int whole = announced(joined, 0);
        if (whole > size - begin) {
            throw torn();
        }
        if (joined.length < whole) {
            joined = Arrays.copyOf(joined, whole);
        }
        if (layout.start(index) > begin) {
            requirePreamble(next + 1, layout.firstEntry(whole - have + at - Layout.PREAMBLE));
        }
        gather(have, whole, whole);
        bytes = joined;
        from = 0;
        length = whole;
    }

    /** Copies until {@code to} bytes of the entry are joined; {@code whole} is its length, or 0 if not known yet. */
    private int gather(int have, int to, int whole) throws Flaw {
        int count = have;
        while (count < to) {
            if (at == payloadEnd) {
                if (!load(index + 1)) {
                    throw torn();
                }
                if (whole > 0) {
                    requirePreamble(next + 1, layout.firstEntry(whole - count));
                }
            }
            int part = Math.min(to - count, payloadEnd - at);
            System.arraycopy(block, at, joined, count, part);
            count += part;
            at += part;
        }
        return count;
    }

    private int announced(byte[] source, int offset) throws Flaw {
        int word = LittleEndian.getInt(source, offset);
        int kind = word & 0xff;
        int whole = word >>> 8;
        if (kind < EntryBuffer.NETWORK || kind > EntryBuffer.SEAL || whole <= EntryBuffer.FRAME + EntryBuffer.CHECK) {
            throw Flaw.ofRecord(next, "an entry", "kind " + kind + ", length " + whole);
        }
        return whole;
    }

    private void requirePreamble(long ordinal, int firstEntry) throws Flaw {
        long statedOrdinal = LittleEndian.getLong(block, 0);
        int statedFirst = LittleEndian.getInt(block, Long.BYTES);
        if (statedOrdinal != ordinal || statedFirst != firstEntry) {
            throw new Flaw("block " + index, ordinal + " at " + firstEntry, statedOrdinal + " at " + statedFirst);
        }
    }

    private Flaw torn() {
        return Flaw.ofRecord(next, "the rest of it", "the end of the file");
    }

    private boolean load(long wanted) throws Flaw {
        if (suspect != null) {
            throw suspect;
        }
        long start = layout.start(wanted);
        int present = (int) Math.min(layout.block(), size - start);
        if (present <= 0) {
            return false;
        }
        if (wanted == index + 1 && index != NONE) {
            System.arraycopy(block, layout.payloadEnd(), head, 0, Chain.LINK);
        } else {
            file.read(start - Chain.LINK, head, 0, Chain.LINK);
        }
        file.read(start, block, 0, present);
        index = wanted;
        at = Layout.PREAMBLE;
        payloadEnd = Math.min(present, layout.payloadEnd());
        if (present <= Layout.PREAMBLE) {
            throw new Flaw("block " + wanted, "a block", "its first " + present + " bytes");
        }
        complete = present == layout.block();
        if (complete) {
            checkLink();
        }
        return true;
    }

    private void checkLink() throws Flaw {
        try {
            Chain.require(
                    "block " + index + ", record " + next + " and after",
                    chain.link(head, 0, block, payloadEnd),
                    block,
                    payloadEnd);
        } catch (Flaw e) {
            if (!localising) {
                throw e;
            }
            suspect = e;
        }
    }
}
