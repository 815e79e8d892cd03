package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentFileTests {
    @TempDir
    private Path folder;

    @Test
    void isNeededForOneLongWordAndForManyWords() {
        assertThat(ArgumentFile.isNeededFor(List.of("java", "-cp", "a.jar", "A")))
                .isFalse();
        assertThat(ArgumentFile.isNeededFor(List.of("java", "x".repeat(128 << 10))))
                .isTrue();
        assertThat(ArgumentFile.isNeededFor(Collections.nCopies(30_000, "word")))
                .isTrue();
    }

    @Test
    void hasAQuotedArgumentInEachLine() throws IOException {
        Path file = Files.createFile(folder.resolve("arguments"));

        List<String> shortened = ArgumentFile.shortened(
                List.of("java", "", "a b", "C:\\a \"b\"", "1\n2\r3\t4\f5", "# \u00fc", "@f"),
                file,
                StandardCharsets.UTF_8);

        assertThat(shortened).containsExactly("java", "@" + file);
        assertThat(file)
                .hasContent("\"\"\n\"a b\"\n\"C:\\\\a \\\"b\\\"\"\n\"1\\n2\\r3\\t4\\f5\"\n\"# \u00fc\"\n\"@f\"\n");
    }
}
