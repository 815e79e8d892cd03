package io.github.reprorun.dl4j.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.Networks;
import io.github.reprorun.trace.Digest64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayMemoryTests {
    /** Whatever looks at the bytes of an array. */
    static List<Consumer<INDArray>> readers() {
        return List.of(
                array -> ArrayMemory.digest(new Digest64(), array, null),
                array -> ArrayMemory.of(array, List.of(array.length())).digest(array, new Digest64(), new long[1]),
                ArrayBytes::sha256);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void anArrayMadeFromOneOfJavasOutlivesBeingRead(Consumer<INDArray> reader) {
        float[][] rows = new float[64][300];
        Stream.of(rows).forEach(row -> java.util.Arrays.fill(row, 1));
        INDArray array = Nd4j.create(rows);

        reader.accept(array);

        assertThat(array.data().pointer().isNull()).isFalse();
        assertThat(array.sumNumber().doubleValue()).isEqualTo(64 * 300);
    }

    @Test
    void aCopyOfAnArrayInPiecesOutlivesBeingRead() throws InterruptedException {
        INDArray columns = Nd4j.ones(3_000, 2_001).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2_001));
        long expected = digest(Nd4j.ones(3_000, 2_000));
        AtomicBoolean ended = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!ended.get()) {
                System.gc();
            }
        });
        collector.start();
        try {
            for (int i = 0; i < 4; i++) {
                assertThat(digest(columns)).isEqualTo(expected);
            }
        } finally {
            ended.set(true);
            collector.join();
        }
    }

    private static long digest(INDArray array) {
        Digest64 digest = new Digest64();
        ArrayMemory unused = ArrayMemory.digest(digest, array, null);
        return digest.value();
    }

    @Test
    void anArrayThatLiesWhereTheOneBeforeDidIsReadAnew() {
        INDArray array = Nd4j.zeros(4, 5);
        Digest64 digest = new Digest64();
        ArrayMemory memory = ArrayMemory.digest(digest, array, null);

        array.putScalar(19, 1);
        assertThat(ArrayMemory.digest(digest.reset(), array, memory)).isSameAs(memory);
        assertThat(digest.value()).isEqualTo(digest(array)).isNotEqualTo(digest(Nd4j.zeros(4, 5)));
    }

    @Test
    void anotherPlaceOrALengthAnewIsSeen() {
        INDArray array = Networks.values(4, 5);
        INDArray half = array.get(NDArrayIndex.interval(0, 2));
        ArrayMemory memory = ArrayMemory.digest(new Digest64(), array, null);

        for (INDArray other : List.of(half, array.get(NDArrayIndex.interval(2, 4)), Networks.values(7, 3))) {
            Digest64 digest = new Digest64();
            assertThat(ArrayMemory.digest(digest, other, memory)).isNotSameAs(memory);
            assertThat(digest.value()).isEqualTo(digest(other.dup())).isNotEqualTo(digest(array));
        }
    }
}
