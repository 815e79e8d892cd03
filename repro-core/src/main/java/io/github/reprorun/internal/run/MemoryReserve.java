package io.github.reprorun.internal.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that a run reserves, on the heap and outside it, to record its end after the training has used up all the
 * rest: files are written through direct buffers. Safe for use by several threads.
 */
final class MemoryReserve {
    private static final int HEAP = 4 << 20;
    private static final int DIRECT = 256 << 10;

    private final List<Object> held = new ArrayList<>();

    /** Reserves the memory; a JVM that does not have that much does without. */
    MemoryReserve() {
        long sixteenth = Runtime.getRuntime().maxMemory() / 16;
        try {
            held.add(new byte[(int) Math.min(HEAP, sixteenth)]);
            held.add(ByteBuffer.allocateDirect(DIRECT));
        } catch (OutOfMemoryError tooSmall) {
            release();
        }
    }

    /** Gives the memory back; a direct buffer that does not fit makes the JVM collect the reserved one. */
    synchronized void release() {
        held.clear();
    }
}
