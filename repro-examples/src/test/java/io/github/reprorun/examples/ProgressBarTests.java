package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTests {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream screen = new PrintStream(bytes, true, StandardCharsets.US_ASCII);

    private String shown() {
        return bytes.toString(StandardCharsets.US_ASCII).replace(System.lineSeparator(), "\n");
    }

    @Test
    void growsToItsFullWidthWhateverTheNumberOfSteps() {
        for (int steps : new int[] {1, 7, 40, 333}) {
            bytes.reset();
            ProgressBar bar = new ProgressBar("training", steps, screen);
            for (int step = 1; step <= steps; step++) {
                bar.reach(step);
            }
            assertThat(shown()).isEqualTo("training [" + "#".repeat(40) + "] " + steps + " steps\n");
        }
    }

    @Test
    void showsTheShareThatIsDone() {
        new ProgressBar("training", 100, screen).reach(50);
        assertThat(shown()).isEqualTo("training [" + "#".repeat(20));
    }

    @Test
    void endsOnceEvenIfTheTrainingGoesOn() {
        ProgressBar bar = new ProgressBar("training", 2, screen);
        bar.reach(2);
        bar.reach(3);
        assertThat(shown()).isEqualTo("training [" + "#".repeat(40) + "] 2 steps\n");
    }
}
