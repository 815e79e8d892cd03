package io.github.reprorun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTests {
    @TempDir
    private Path folder;

    private Path written(List<Long> shape, float... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float element : elements) {
            bytes.putFloat(element);
        }
        Path file = folder.resolve("array.npy");
        NpyFile.write(
                file,
                NpyFile.ElementType.FLOAT,
                shape,
                List.of(bytes.flip().slice(0, 4), bytes.slice(4, bytes.limit() - 4)));
        return file;
    }

    /** The bytes are those that NumPy 1.26's {@code numpy.save} writes for {@code [[1, 2, 3]]} in float32. */
    @Test
    void isWhatNumpyWrites() throws IOException {
        byte[] bytes = Files.readAllBytes(written(List.of(1L, 3L), 1, 2, 3));

        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }" + " ".repeat(58) + "\n");
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length)).isEqualTo("0000803f0000004000004040");
    }

    @Test
    void hasTuplesOfOneAndOfNone() {
        assertThat(new String(
                        new NpyHeader(NpyFile.ElementType.DOUBLE, List.of(5L)).encoded(), StandardCharsets.ISO_8859_1))
                .contains("'shape': (5,), }");
        assertThat(new String(
                        new NpyHeader(NpyFile.ElementType.BOOL, List.of()).encoded(), StandardCharsets.ISO_8859_1))
                .contains("{'descr': '|b1', 'fortran_order': False, 'shape': (), }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "2 3", "4 1 7 2"})
    void readsBackWhatItWrote(String sizes) {
        List<Long> shape = Arrays.stream(sizes.split(" "))
                .filter(size -> !size.isEmpty())
                .map(Long::valueOf)
                .toList();
        NpyHeader header = new NpyHeader(NpyFile.ElementType.INT64, shape);
        byte[] encoded = header.encoded();

        assertThat(NpyHeader.length(ByteBuffer.wrap(encoded, 0, NpyHeader.PREFIX)))
                .contains(encoded.length - NpyHeader.PREFIX);
        assertThat(NpyHeader.decoded(Arrays.copyOfRange(encoded, NpyHeader.PREFIX, encoded.length)))
                .contains(header);
    }

    @Test
    void refusesWhatIsNoArrayOrCutShort() throws IOException {
        Path file = written(List.of(3L), 1, 2, 3);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyFile.open(file)).isInstanceOf(UnreadableException.class);
        }
        whole[1] = 'X';
        Files.write(file, whole);
        assertThatThrownBy(() -> NpyFile.open(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(file + ": is not a file of NumPy, version 1.0");
    }
}
