package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.evidence.Sha256;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bytes of an array, read directly from memory outside the heap a block at a time, whatever the array's length. Not
 * safe for use while another thread writes the array.
 */
public final class ArrayBytes {
    private static final int BLOCK = 64 * 1024;

    private ArrayBytes() {}

    /**
     * SHA-256 over the elements in {@code c} order, each little-endian with its bits in memory; an array of no elements
     * gives the digest of nothing.
     */
    public static Sha256 sha256(INDArray array) {
        return sha256(List.of(array));
    }

    /** As {@link #sha256(INDArray)}, over the elements of several arrays, one after the other. */
    public static Sha256 sha256(List<INDArray> arrays) {
        MessageDigest sha256 = Sha256.algorithm();
        for (INDArray array : arrays) {
            eachBlock(array, (block, length) -> sha256.update(block, 0, length));
        }
        return Sha256.finish(sha256);
    }

    /** Writes the same bytes as {@link Nd4j#write}: big-endian, with a single NaN. */
    static void writeAsNd4j(INDArray array, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        DataType type = array.dataType();
        boolean isPlain = array.ordering() == 'c' && !array.isView() && !array.isEmpty();
        if (!isPlain || (type != DataType.FLOAT && type != DataType.DOUBLE)) {
            Nd4j.write(array, data);
            data.flush();
            return;
        }
        array.shapeInfoDataBuffer().write(data);
        data.writeUTF(array.data().allocationMode().name());
        data.writeLong(array.length());
        data.writeUTF(type.name());
        data.flush();
        eachBlock(array, (block, length) -> {
            if (type == DataType.FLOAT) {
                reverseFloats(block, length);
            } else {
                reverseDoubles(block, length);
            }
            out.write(block, 0, length);
        });
    }

    private static void reverseFloats(byte[] block, int length) {
        ByteBuffer little = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(block);
        for (int i = 0; i < length; i += Float.BYTES) {
            int bits = little.getInt(i);
            big.putInt(i, (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits);
        }
    }

    private static void reverseDoubles(byte[] block, int length) {
        ByteBuffer little = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(block);
        for (int i = 0; i < length; i += Double.BYTES) {
            long bits = little.getLong(i);
            boolean isNan = (bits & 0x7fffffffffffffffL) > 0x7ff0000000000000L;
            big.putLong(i, isNan ? 0x7ff8000000000000L : bits);
        }
    }

    private interface BlockConsumer<E extends Exception> {
        void accept(byte[] block, int length) throws E;
    }

    private static <E extends Exception> void eachBlock(INDArray array, BlockConsumer<E> consumer) throws E {
        if (array.isEmpty() || array.length() == 0) {
            return;
        }
        INDArray contiguous = array.isView() || array.ordering() != 'c' ? array.dup('c') : array;
        Nd4j.getAffinityManager().ensureLocation(contiguous, AffinityManager.Location.HOST);
        long size = contiguous.length() * contiguous.dataType().width();
        byte[] block = new byte[BLOCK];
        BytePointer bytes = ArrayMemory.start(contiguous);
        try {
            for (long at = 0; at < size; at += BLOCK) {
                int length = (int) Math.min(BLOCK, size - at);
                bytes.position(at).get(block, 0, length);
                consumer.accept(block, length);
            }
        } finally {
            Reference.reachabilityFence(contiguous);
        }
    }
}
