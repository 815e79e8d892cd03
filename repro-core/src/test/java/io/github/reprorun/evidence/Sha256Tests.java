package io.github.reprorun.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.file.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Tests {
    /** Of FIPS 180-4's examples. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path directory;

    @Test
    void isThatOfTheStandard() {
        assertThat(Sha256.of(new byte[0]).hex()).isEqualTo(EMPTY);
        assertThat(Sha256.ofUtf8("abc").hex()).isEqualTo(ABC);
        assertThat(Sha256.ofUtf8("\u00fc")).isEqualTo(Sha256.of(new byte[] {(byte) 0xc3, (byte) 0xbc}));
        assertThat(Sha256.ofUtf8("abc")).hasToString(ABC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ba7816", ABC + "0", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> new Sha256(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a SHA-256 is 64 lower-case hexadecimal digits, not \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 65_535, 65_536, 65_537, 1_000_003})
    void ofAFileIsThatOfItsBytes(int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Path file = Files.write(directory.resolve("f"), bytes);

        assertThat(FileDigest.of(file)).isEqualTo(new FileDigest(Sha256.of(bytes), size));
    }

    @Test
    void ofAFileThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> FileDigest.of(directory.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void ofAFileThatGrowsMeanwhileIsOfWhatWasRead() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "abc", StandardCharsets.US_ASCII);
        FileDigest before = FileDigest.of(file);
        Files.writeString(file, "abcd", StandardCharsets.US_ASCII);

        assertThat(before.sha256().hex()).isEqualTo(ABC);
        assertThat(FileDigest.of(file)).isNotEqualTo(before);
    }
}
