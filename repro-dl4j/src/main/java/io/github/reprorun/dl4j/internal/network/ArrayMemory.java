package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.trace.Digest64;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of one array, divided into parts that are digested in place, without a copy. Does not keep the array: use
 * it only with an array in that memory. ND4J frees the memory of an array that nothing refers to, whoever holds a
 * pointer to it; each read here therefore keeps the array until it ends. Confined to one thread.
 */
public final class ArrayMemory {
    /** A direct buffer covers at most 2 GiB. */
    private static final long LONGEST = 1 << 30;

    private final long address;
    private final long bytes;
    private final List<List<ByteBuffer>> parts;

    private ArrayMemory(INDArray array, List<List<ByteBuffer>> parts) {
        this.address = address(array);
        this.bytes = bytes(array);
        this.parts = parts;
    }

    /**
     * The elements of {@code array}, contiguous ones, in parts.
     *
     * @param lengths of the parts, in elements, one after the other from the beginning
     */
    public static ArrayMemory of(INDArray array, List<Long> lengths) {
        long width = array.dataType().width();
        List<List<ByteBuffer>> parts = new ArrayList<>();
        long from = 0;
        BytePointer start = start(array);
        for (long length : lengths) {
            parts.add(buffers(start, from * width, (from + length) * width));
            from += length;
        }
        return new ArrayMemory(array, parts);
    }

    /**
     * The address of the first element of {@code array}; for a part of another array ND4J gives the beginning of that
     * array. Never close it: that would free the memory of an array still in use if JavaCPP owns it, as it does for an
     * array made from a Java array.
     */
    static BytePointer start(INDArray array) {
        BytePointer whole = new BytePointer(array.data().pointer());
        long offset = offset(array);
        return offset == 0 ? whole : whole.getPointer(offset);
    }

    private static List<ByteBuffer> buffers(BytePointer start, long from, long to) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (long at = from; at < to; at += LONGEST) {
            buffers.add(start.limit(Math.min(to, at + LONGEST)).position(at).asByteBuffer());
        }
        return buffers;
    }

    /** Whether this is the memory of {@code array}, which may be a different array than the one it was made for. */
    public boolean isOf(INDArray array) {
        return address(array) == address && bytes(array) == bytes;
    }

    private static long address(INDArray array) {
        return array.data().pointer().address() + offset(array);
    }

    private static long offset(INDArray array) {
        return array.offset() * array.dataType().width();
    }

    private static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }

    /** The digest of each part of {@code array}, whose memory this is. */
    public void digest(INDArray array, Digest64 digest, long[] digests) {
        toHost(array);
        try {
            for (int i = 0; i < digests.length; i++) {
                digest.reset();
                for (ByteBuffer buffer : parts.get(i)) {
                    digest.update(buffer);
                }
                digests[i] = digest.value();
            }
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    /**
     * Digests the type, shape, order and elements of {@code array}, or the fact that there is none.
     *
     * @param known the memory of an array that was digested before, reused if this one lies in the same place
     * @return the value to pass with the next array
     */
    public static @Nullable ArrayMemory digest(Digest64 digest, @Nullable INDArray array, @Nullable ArrayMemory known) {
        if (array == null) {
            digest.update(-1);
            return known;
        }
        digest.update(array.dataType().toInt());
        digest.update(array.ordering());
        digest.update(array.rank());
        for (long size : array.shape()) {
            digest.update(size);
        }
        if (array.isEmpty()) {
            return known;
        }
        if (Shape.hasDefaultStridesForShape(array)) {
            ArrayMemory memory = known != null && known.isOf(array) ? known : of(array, List.of(array.length()));
            toHost(array);
            try {
                memory.parts.get(0).forEach(digest::update);
            } finally {
                Reference.reachabilityFence(array);
            }
            return memory;
        }
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            read(array.dup(array.ordering()), elements -> elements.forEach(digest::update));
        } finally {
            outside.close();
        }
        return known;
    }

    /**
     * Passes {@code reader} the bytes of {@code array}, contiguous and not empty, in place; they are valid until it
     * returns.
     */
    public static void read(INDArray array, Consumer<List<ByteBuffer>> reader) {
        toHost(array);
        try {
            reader.accept(buffers(start(array), 0, bytes(array)));
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    private static void toHost(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }
}
