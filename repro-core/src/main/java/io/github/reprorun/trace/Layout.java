package io.github.reprorun.trace;

/**
 * Where the blocks of a trace lie. A block begins with the ordinal of the next entry to begin and the offset in the block
 * at which it does, and ends with a link of the chain. Immutable, hence safe to share between threads.
 *
 * @param header length of the header, in bytes
 * @param block length of a block, in bytes
 */
record Layout(int header, int block) {
    /** Bytes before the payload of a block. */
    static final int PREAMBLE = 12;
    /** The offset in a block's preamble when an entry fills the block and goes on, or ends with it. */
    static final int NO_ENTRY = -1;

    /** The offset in a complete block at which its payload ends. */
    int payloadEnd() {
        return block - Chain.LINK;
    }

    /** The offset that the preamble states when {@code rest} bytes of an entry come first. */
    int firstEntry(int rest) {
        return rest < payloadEnd() - PREAMBLE ? PREAMBLE + rest : NO_ENTRY;
    }

    /** The offset in the file at which block {@code index} begins. */
    long start(long index) {
        return header + index * block;
    }

    /** The number of complete blocks in a file of {@code size} bytes, which is also the index of the block after them. */
    long complete(long size) {
        return (size - header) / block;
    }

    /** The number of bytes after the complete blocks. */
    int rest(long size) {
        return (int) ((size - header) % block);
    }
}
