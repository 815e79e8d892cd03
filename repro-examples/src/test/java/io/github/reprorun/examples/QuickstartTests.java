package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.compare.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTests {
    @Test
    void endsWhenTheTrainingDoesNotSucceed(@TempDir Path folder) {
        Quickstart quickstart = new Quickstart(
                folder,
                List.of("-Dreprorun.parameter.epochs=many"),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        assertThatThrownBy(quickstart::take)
                .isInstanceOf(IOException.class)
                .hasMessage("the training ended with status 2");
    }

    @Test
    void goesFromANewKeyToTheVerdict(@TempDir Path folder) throws IOException, InterruptedException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Quickstart quickstart = new Quickstart(
                folder,
                List.of("-Dreprorun.parameter.epochs=1"),
                new PrintStream(screen, true, StandardCharsets.UTF_8));
        assertThat(quickstart.take()).isEqualTo(Verdict.REPRODUCED);
        assertThat(folder.resolve("keys/signing.pem")).exists();
        assertThat(screen.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("run directory")
                        && Path.of(line.substring(15)).startsWith(folder.resolve("runs/fraud-detection")))
                .anyMatch(line -> line.matches("result digest +sha256:[0-9a-f]{64}"))
                .anyMatch(line -> line.matches("recall +0\\.[0-9]+"))
                .noneMatch(line -> line.startsWith("differs"))
                .endsWith("REPRODUCED");
    }
}
