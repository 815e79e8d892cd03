package io.github.reprorun.internal.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that a run sets aside, so that its end can be recorded when the training has used up all the rest, on the heap or
 * outside it: files are written through direct buffers. Safe for use by several threads.
 */
final class MemoryReserve {
    private static final int HEAP = 4 << 20;
    private static final int DIRECT = 256 << 10;

    private final List<Object> held = new ArrayList<>();

    /** Takes what there is; a JVM that has not even that much goes without. */
    MemoryReserve() {
        long sixteenth = Runtime.getRuntime().maxMemory() / 16;
        try {
            held.add(new byte[(int) Math.min(HEAP, sixteenth)]);
            held.add(ByteBuffer.allocateDirect(DIRECT));
        } catch (OutOfMemoryError tooSmall) {
            release();
        }
    }

    /** Gives the memory back; a direct buffer that does not fit makes the JVM collect the one that was held. */
    synchronized void release() {
        held.clear();
    }
}
