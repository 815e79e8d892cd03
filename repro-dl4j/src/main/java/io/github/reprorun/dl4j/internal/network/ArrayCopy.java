package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import java.io.IOException;
import java.io.OutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A copy of a contiguous array's memory, outside the heap until it is closed. Confined to one thread at a time. */
final class ArrayCopy implements Part {
    private static final int BLOCK = 256 * 1024;

    private final String name;
    private final BytePointer memory;
    private final long length;

    private ArrayCopy(String name, BytePointer memory, long length) {
        this.name = name;
        this.memory = memory;
        this.length = length;
    }

    static ArrayCopy of(String name, INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        long length = length(array);
        BytePointer copy = new BytePointer(length);
        Pointer.memcpy(copy, ArrayMemory.start(array), length);
        return new ArrayCopy(name, copy, length);
    }

    private static long length(INDArray array) {
        return array.length() * array.dataType().width();
    }

    /** Copies the bytes of {@code part} into {@code array}, which has the same size. */
    static void restore(CheckpointFile checkpoint, String part, INDArray array) {
        BytePointer memory = ArrayMemory.start(array).capacity(length(array));
        long[] at = new long[1];
        checkpoint.read(part, (block, count) -> {
            memory.position(at[0]).put(block, 0, count);
            at[0] += count;
        });
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < length; at += BLOCK) {
            int count = (int) Math.min(BLOCK, length - at);
            memory.position(at).get(block, 0, count);
            out.write(block, 0, count);
        }
    }

    @Override
    public void close() {
        memory.deallocate();
    }
}
