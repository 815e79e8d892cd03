package io.github.reprorun.dl4j.internal.machine;

import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Digests of fixed computations: two machines that agree in all of them very likely train to the same bits, and two that
 * differ in one will not. Draws no random number. Stateless.
 */
public final class NumericCanary {
    private static final int GEMM = 96;
    private static final int POINTS = 4096;
    private static final int SUMMED = 20_000;

    private NumericCanary() {}

    /** SHA-256 of the little-endian bits of each result, by the name of the fact. */
    public static SortedMap<String, Evidence<String>> facts() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            String suffix = "." + type.name().toLowerCase(java.util.Locale.ROOT);
            INDArray points = fixed(type, POINTS).muli(8).subi(4);
            add(facts, "gemm" + suffix, square(type, 1).mmul(square(type, 2)));
            INDArray positive = fixed(type, POINTS).addi(0.001);
            add(facts, "exp" + suffix, of(new Exp(points, points.dup())));
            add(facts, "tanh" + suffix, of(new Tanh(points, points.dup())));
            add(facts, "log" + suffix, of(new Log(positive, positive.dup())));
            add(facts, "sum" + suffix, fixed(type, SUMMED).sum());
        }
        add(facts, "conv.float", convolution());
        facts.put("jvm.canary.math", Evidence.observed(javaMath().hex()));
        return facts;
    }

    private static void add(SortedMap<String, Evidence<String>> facts, String name, INDArray result) {
        facts.put(
                "nd4j.canary." + name,
                Evidence.observed(ArrayBytes.sha256(result).hex()));
    }

    /** The results of the JVM's own intrinsics, which differ between processor families. */
    private static Sha256 javaMath() {
        MessageDigest digest = Sha256.algorithm();
        ByteBuffer bits = ByteBuffer.allocate(7 * Double.BYTES);
        for (int i = 1; i <= POINTS; i++) {
            double x = i * 0.0625 / 3;
            bits.clear()
                    .putDouble(Math.exp(-x))
                    .putDouble(Math.log(x))
                    .putDouble(Math.log10(x))
                    .putDouble(Math.pow(x, 0.3))
                    .putDouble(Math.sin(x))
                    .putDouble(Math.cos(x))
                    .putDouble(Math.tan(x));
            digest.update(bits.array());
        }
        return Sha256.finish(digest);
    }

    /** Not by {@code Transforms}, which loads classes that nothing else here needs, while the training waits. */
    private static INDArray of(Op operation) {
        return Nd4j.getExecutioner().exec(operation);
    }

    private static INDArray convolution() {
        INDArray images = fixed(DataType.FLOAT, 2 * 3 * 12 * 12).reshape('c', 2, 3, 12, 12);
        INDArray weights = fixed(DataType.FLOAT, 3 * 3 * 3 * 4).reshape('c', 3, 3, 3, 4);
        INDArray bias = fixed(DataType.FLOAT, 4);
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(3)
                .kW(3)
                .sH(1)
                .sW(1)
                .dataFormat("NCHW")
                .build();
        return Nd4j.exec(new Conv2D(images, weights, bias, config))[0];
    }

    private static INDArray square(DataType type, int offset) {
        return fixed(type, offset, GEMM * GEMM).reshape('c', GEMM, GEMM);
    }

    private static INDArray fixed(DataType type, int length) {
        return fixed(type, 0, length);
    }

    /**
     * The multiples of the golden ratio from the {@code first} on, each without its whole part: evenly spread over [0,
     * 1), and exact to compute.
     */
    private static INDArray fixed(DataType type, int first, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = (((first + i) * 2654435769L) & 0xffffffffL) / 4294967296.0;
        }
        return Nd4j.createFromArray(values).castTo(type);
    }
}
