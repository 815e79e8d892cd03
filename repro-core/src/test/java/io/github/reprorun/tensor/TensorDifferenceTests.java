package io.github.reprorun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorDifferenceTests {
    @TempDir
    private Path folder;

    private Path array(String name, NpyFile.ElementType type, List<Long> shape, double... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(elements.length * type.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (double element : elements) {
            switch (type) {
                case FLOAT -> bytes.putFloat((float) element);
                case DOUBLE -> bytes.putDouble(element);
                case INT32 -> bytes.putInt((int) element);
                default -> bytes.putLong((long) element);
            }
        }
        Path file = folder.resolve(name);
        NpyFile.write(file, type, shape, List.of(bytes.flip()));
        return file;
    }

    private Optional<TensorDifference> between(NpyFile.ElementType type, double[] expected, double... actual) {
        List<Long> shape = List.of((long) expected.length / 2, 2L);
        return TensorDifference.between(
                array("expected.npy", type, shape, expected), array("actual.npy", type, shape, actual));
    }

    @Test
    void ofEqualArraysIsNone() {
        assertThat(between(NpyFile.ElementType.FLOAT, new double[] {1, Double.NaN}, 1, Double.NaN))
                .isEmpty();
    }

    @Test
    void countsAndFindsTheFirstAndTheLargest() {
        float up = Math.nextUp(1f);

        assertThat(between(
                        NpyFile.ElementType.FLOAT, new double[] {3, 2, 1, 4}, 3, 2, up, Math.nextUp(Math.nextUp(4f))))
                .contains(new TensorDifference(
                        4,
                        2,
                        List.of(1L, 0L),
                        OptionalDouble.of(2 * Math.ulp(4f)),
                        OptionalLong.of(2),
                        true,
                        "1.0 (0x3f800000)",
                        "1.0000001 (0x3f800001)"));
    }

    @Test
    void ofMoreThanRoundingSaysSo() {
        assertThat(between(NpyFile.ElementType.DOUBLE, new double[] {1, 2}, 1, 2.001))
                .hasValueSatisfying(difference -> {
                    assertThat(difference.rounding()).isFalse();
                    assertThat(difference.largestAbsolute()).hasValue(2.001 - 2);
                });
    }

    @Test
    void ofNumbersThatBecameNoneIsInfinite() {
        assertThat(between(NpyFile.ElementType.FLOAT, new double[] {1, 2}, Double.NaN, 2))
                .hasValueSatisfying(difference -> {
                    assertThat(difference.largestAbsolute()).hasValue(Double.POSITIVE_INFINITY);
                    assertThat(difference.largestUlps()).isEmpty();
                    assertThat(difference.rounding()).isFalse();
                    assertThat(difference.actual()).isEqualTo("NaN (0x7fc00000)");
                });
    }

    @Test
    void ofWholeNumbersHasNoUlps() {
        assertThat(between(NpyFile.ElementType.INT32, new double[] {1, -2}, 1, 2))
                .hasValueSatisfying(difference -> {
                    assertThat(difference.largestUlps()).isEmpty();
                    assertThat(difference.largestAbsolute()).hasValue(4);
                    assertThat(difference.expected()).isEqualTo("-2");
                });
    }

    @Test
    void ofOtherShapesIsTheShape() {
        Path expected = array("expected.npy", NpyFile.ElementType.FLOAT, List.of(2L, 1L), 1, 2);
        Path actual = array("actual.npy", NpyFile.ElementType.FLOAT, List.of(2L), 1, 2);

        assertThat(TensorDifference.between(expected, actual)).hasValueSatisfying(difference -> {
            assertThat(difference.differing()).isEqualTo(2);
            assertThat(difference.firstIndex()).isEmpty();
            assertThat(difference.expected()).isEqualTo("FLOAT [2, 1]");
            assertThat(difference.actual()).isEqualTo("FLOAT [2]");
        });
    }

    @Test
    void isFoundBeyondABlock() {
        double[] many = new double[40_000];
        double[] other = many.clone();
        other[39_999] = 1;

        assertThat(between(NpyFile.ElementType.FLOAT, many, other).orElseThrow().firstIndex())
                .containsExactly(19_999L, 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT,3f800000,3f800001,1",
        "FLOAT,00000001,80000001,2",
        "FLOAT,00000000,80000000,0",
        "HALF,3c00,3c05,5",
        "DOUBLE,8000000000000000,0000000000000001,1",
        "DOUBLE,7fefffffffffffff,ffefffffffffffff,9223372036854775807"
    })
    void ulpsCountTheValuesBetween(NpyFile.ElementType type, String first, String second, long ulps) {
        assertThat(type.ulps(Long.parseUnsignedLong(first, 16), Long.parseUnsignedLong(second, 16)))
                .hasValue(ulps);
    }

    @ParameterizedTest
    @CsvSource({
        "3c00,1.0",
        "c000,-2.0",
        "0001,5.960464477539063E-8",
        "7bff,65504.0",
        "fc00,-Infinity",
        "3555,0.333251953125"
    })
    void halvesAreRead(String bits, double value) {
        assertThat(NpyFile.ElementType.HALF.value(Long.parseLong(bits, 16))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "INT8,ff,-1",
        "UINT8,ff,255",
        "UINT64,ffffffffffffffff,18446744073709551615",
        "BOOL,01,true",
        "UINT32,ffffffff,4294967295"
    })
    void wholeNumbersAreWrittenAsSuch(NpyFile.ElementType type, String bits, String text) {
        assertThat(type.text(Long.parseUnsignedLong(bits, 16))).isEqualTo(text);
    }
}
