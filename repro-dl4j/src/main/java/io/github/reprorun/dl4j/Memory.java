package io.github.reprorun.dl4j;

import io.github.reprorun.trace.Digest64;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of one array, cut into parts that are digested where they lie, without a copy. Does not keep the array: to be
 * used with it only. Confined to one thread.
 */
final class Memory {
    /** A direct buffer covers at most 2 GiB. */
    private static final long LONGEST = 1 << 30;

    private final WeakReference<DataBuffer> data;
    private final long length;
    private final List<List<ByteBuffer>> parts;

    private Memory(INDArray array, List<List<ByteBuffer>> parts) {
        this.data = new WeakReference<>(array.data());
        this.length = array.length();
        this.parts = parts;
    }

    /**
     * The elements of {@code array}, contiguous ones, in parts.
     *
     * @param lengths of the parts, in elements, one after the other from the beginning
     */
    static Memory of(INDArray array, List<Long> lengths) {
        long width = array.dataType().width();
        List<List<ByteBuffer>> parts = new ArrayList<>();
        long from = 0;
        BytePointer start = start(array);
        for (long length : lengths) {
            parts.add(buffers(start, from * width, (from + length) * width));
            from += length;
        }
        return new Memory(array, parts);
    }

    /**
     * Where the memory of {@code array} begins. Never to be closed: that would free the array's memory under its feet where
     * JavaCPP owns it, as that of an array made from one of Java's.
     */
    static BytePointer start(INDArray array) {
        return new BytePointer(array.data().pointer());
    }

    private static List<ByteBuffer> buffers(BytePointer start, long from, long to) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (long at = from; at < to; at += LONGEST) {
            buffers.add(start.limit(Math.min(to, at + LONGEST)).position(at).asByteBuffer());
        }
        return buffers;
    }

    /** Whether this is the memory of {@code array}. */
    boolean isOf(INDArray array) {
        return array.data() == data.get() && array.length() == length;
    }

    /** The digest of each part of {@code array}, whose memory this is. */
    void digest(INDArray array, Digest64 digest, long[] digests) {
        toHost(array);
        for (int i = 0; i < digests.length; i++) {
            digest.reset();
            for (ByteBuffer buffer : parts.get(i)) {
                digest.update(buffer);
            }
            digests[i] = digest.value();
        }
    }

    /** Takes in the type, shape, order and elements of {@code array}, or that there is none. */
    static void digest(Digest64 digest, @Nullable INDArray array) {
        if (array == null) {
            digest.update(-1);
            return;
        }
        digest.update(array.dataType().toInt());
        digest.update(array.ordering());
        digest.update(array.rank());
        for (long size : array.shape()) {
            digest.update(size);
        }
        if (array.isEmpty()) {
            return;
        }
        if (Shape.hasDefaultStridesForShape(array)) {
            elements(digest, array);
            return;
        }
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            elements(digest, array.dup(array.ordering()));
        } finally {
            outside.close();
        }
    }

    private static void elements(Digest64 digest, INDArray array) {
        elements(array).forEach(digest::update);
    }

    /** The bytes of {@code array}, contiguous and not empty, where they lie: to be used while it is there. */
    static List<ByteBuffer> elements(INDArray array) {
        toHost(array);
        return buffers(start(array), 0, array.length() * array.dataType().width());
    }

    private static void toHost(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }
}
