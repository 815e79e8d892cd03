package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.compare.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own: what it starts inherits the streams, and is not to write on the screen of those who run the tests. */
class QuickstartTests {
    @TempDir
    private Path temporary;

    private Path folder;
    private Path screen;
    private Path errors;

    @BeforeEach
    void places() throws IOException {
        folder = Files.createDirectory(temporary.resolve("quickstart"));
        screen = temporary.resolve("screen.txt");
        errors = temporary.resolve("errors.txt");
    }

    @Test
    void endsWhenTheTrainingDoesNotSucceed() throws Exception {
        assertThat(take("-Dreprorun.parameter.epochs=many")).isEqualTo(1);
        assertThat(Files.readString(errors))
                .contains(IOException.class.getName() + ": the training ended with status 2");
    }

    @Test
    void goesFromANewKeyToTheVerdict() throws Exception {
        assertThat(take("-Dreprorun.parameter.epochs=1"))
                .as(Files.readString(errors))
                .isZero();
        assertThat(folder.resolve("keys/signing.pem")).exists();
        assertThat(Files.readAllLines(screen))
                .anyMatch(line -> line.startsWith("run directory")
                        && Path.of(line.substring(15)).startsWith(folder.resolve("runs/fraud-detection")))
                .anyMatch(line -> line.matches("result digest +sha256:[0-9a-f]{64}"))
                .anyMatch(line -> line.matches("recall +0\\.[0-9]+"))
                .noneMatch(line -> line.startsWith("differs"))
                .anyMatch(line -> line.matches("REPRODUCED: .*[1-9][0-9]* outputs?, .*steps.*"))
                .endsWith("took " + Verdict.REPRODUCED);
        assertThat(Readme.ofRepository().blocks("text").get(0).lines())
                .as("the lines that the README shows, by how they begin, whatever the numbers")
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(Files.readAllLines(screen))
                        .anyMatch(line -> withoutNumbers(line).startsWith(withoutNumbers(shown.split("  ")[0]))));
    }

    private static String withoutNumbers(String line) {
        return line.replaceAll("[0-9]+", "N");
    }

    private int take(String option) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taken.class.getName(),
                        folder.toString(),
                        option)
                .redirectOutput(screen.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
    }

    /** Arguments: the folder, and an option of the JVM that trains. */
    static final class Taken {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Verdict verdict = new Quickstart(Path.of(arguments[0]), List.of(arguments[1]), System.out).take();
            System.out.println("took " + verdict);
        }
    }
}
