package io.github.reprorun.dl4j.internal.feed;

import io.github.reprorun.trace.Digest64;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** A digest of an array's shape and of its first and last elements: enough to distinguish batches. Stateless. */
final class BatchDigest {
    private static final int BYTES = 8 * 1024;
    private static final int ELEMENTS = 16;

    private BatchDigest() {}

    static void digest(Digest64 digest, @Nullable INDArray array) {
        if (array == null || array.isEmpty()) {
            digest.update(-1);
            return;
        }
        for (long size : array.shape()) {
            digest.update(size);
        }
        if (!array.dataType().isNumerical()) {
            return;
        }
        if (Shape.hasDefaultStridesForShape(array)) {
            Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
            int width = array.dataType().width();
            long size = array.length() * width;
            // Never closed, because that would free the memory of an array that was made from a Java array.
            BytePointer bytes = new BytePointer(array.data().pointer()).getPointer(array.offset() * width);
            digest.update(bytes.limit(Math.min(size, BYTES)).position(0).asByteBuffer());
            digest.update(bytes.limit(size).position(Math.max(0, size - BYTES)).asByteBuffer());
            return;
        }
        for (int i = 0; i < ELEMENTS; i++) {
            digest.update(Double.doubleToRawLongBits(array.getDouble(i * (array.length() - 1) / (ELEMENTS - 1))));
        }
    }
}
