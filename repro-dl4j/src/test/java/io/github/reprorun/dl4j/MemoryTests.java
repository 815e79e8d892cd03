package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.trace.Digest64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MemoryTests {
    /** Whatever looks at the bytes of an array. */
    static List<Consumer<INDArray>> readers() {
        return List.of(
                array -> Memory.digest(new Digest64(), array),
                array -> Memory.of(array, List.of(array.length())).digest(array, new Digest64(), new long[1]),
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
}
