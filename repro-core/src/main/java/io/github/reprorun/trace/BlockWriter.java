package io.github.reprorun.trace;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Cuts entries into blocks and chains the blocks. What it writes depends on the entries alone, not on when it is flushed.
 * After a failure to write nothing more is accepted. Confined to one thread.
 */
final class BlockWriter {
    private final Path path;
    private final OutputStream out;
    private final Layout layout;
    private final Chain chain = new Chain();
    private final byte[] block;
    private final byte[] head;
    private long start;
    private int filled;
    private int flushed;
    private long entries;
    private @Nullable IOException broken;

    /** Begins a block at {@code start} in the file, to which {@code out} appends; {@code head} is the link before it. */
    BlockWriter(Path path, OutputStream out, Layout layout, long start, byte[] head, long entries) {
        this.path = path;
        this.out = out;
        this.layout = layout;
        this.start = start;
        this.head = head.clone();
        this.entries = entries;
        this.block = new byte[layout.block()];
    }

    /** Continues a block of which {@code length} bytes are in the file already. */
    void takeUp(byte[] begun, int length) {
        System.arraycopy(begun, 0, block, 0, length);
        filled = length;
        flushed = length;
    }

    long entries() {
        return entries;
    }

    void append(byte[] entry, int length) {
        requireSound();
        for (int from = 0; from < length; ) {
            if (filled == 0) {
                boolean begun = from > 0;
                LittleEndian.putLong(block, 0, begun ? entries + 1 : entries);
                LittleEndian.putInt(block, Long.BYTES, layout.firstEntry(begun ? length - from : 0));
                filled = Layout.PREAMBLE;
            }
            int count = Math.min(length - from, layout.payloadEnd() - filled);
            System.arraycopy(entry, from, block, filled, count);
            filled += count;
            from += count;
            if (filled == layout.payloadEnd()) {
                endBlock();
            }
        }
        entries++;
    }

    /** Ends the last block, which is shorter than the others unless it is full by chance. */
    void end() {
        requireSound();
        if (filled > 0) {
            endBlock();
        }
    }

    /** The length of the file up to here, in bytes. */
    long offset() {
        return start + filled;
    }

    /** The head of the chain here. */
    Sha256 head() {
        return new Sha256(Chain.hex(filled == 0 ? head : chain.link(head, 0, block, filled), 0));
    }

    /** Hands what was appended to the operating system. */
    void flush() {
        requireSound();
        if (flushed < filled) {
            try {
                out.write(block, flushed, filled - flushed);
            } catch (IOException e) {
                throw breaking(e);
            }
            flushed = filled;
        }
    }

    /** Flushes, and waits until it is on the disk. Not disturbed by an interrupt, which is kept for the caller. */
    void force() {
        flush();
        boolean interrupted = Thread.interrupted();
        try {
            while (!forced()) {
                interrupted |= Thread.interrupted();
            }
        } catch (IOException e) {
            throw breaking(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw breaking(e);
        }
    }

    boolean sound() {
        return broken == null;
    }

    private boolean forced() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private void endBlock() {
        byte[] link = chain.link(head, 0, block, filled);
        System.arraycopy(link, 0, head, 0, Chain.LINK);
        System.arraycopy(link, 0, block, filled, Chain.LINK);
        filled += Chain.LINK;
        flush();
        start += filled;
        filled = 0;
        flushed = 0;
    }

    private void requireSound() {
        if (broken != null) {
            throw unwritable(broken);
        }
    }

    private UnwritableException breaking(IOException e) {
        broken = e;
        return unwritable(e);
    }

    private UnwritableException unwritable(IOException e) {
        return new UnwritableException(path.toString(), "the trace cannot be written: " + e.getMessage(), e);
    }
}
