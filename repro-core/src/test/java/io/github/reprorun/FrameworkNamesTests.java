package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The core knows frameworks by their descriptors: none of its files names one, so that the next needs no change here. */
class FrameworkNamesTests {
    private static final Path MAIN = Path.of("src/main");

    private static final Pattern FRAMEWORK = Pattern.compile(
            "deep ?learning ?4j|dl4j|nd4j|datavec|samediff|tribuo|keras|tensorflow|pytorch", Pattern.CASE_INSENSITIVE);

    @Test
    void theFilesAreFound() throws IOException {
        assertThat(files())
                .contains(
                        MAIN.resolve("java/io/github/reprorun/ReproducibleRun.java"),
                        MAIN.resolve("resources/io/github/reprorun/manifest/training-run-v1.schema.json"))
                .hasSizeGreaterThan(250);
    }

    @Test
    void noneNamesAFramework() throws IOException {
        assertThat(files().stream().flatMap(FrameworkNamesTests::linesThatNameOne))
                .isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of any file as ISO 8859-1, in which every byte is a character. */
    private static Stream<String> linesThatNameOne(Path file) {
        try {
            Stream<String> lines =
                    Stream.of(file.toString().substring(MAIN.toString().length()));
            return Stream.concat(
                            lines,
                            Files.readString(file, StandardCharsets.ISO_8859_1).lines())
                    .filter(line -> FRAMEWORK.matcher(line).find())
                    .map(line -> file + ": " + line.strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
