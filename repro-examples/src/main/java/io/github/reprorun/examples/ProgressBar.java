package io.github.reprorun.examples;

import java.io.PrintStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Shows how far a training has come, as a row that only grows, so that it reads the same on a terminal and in a log. For
 * use by one thread.
 */
public final class ProgressBar extends BaseTrainingListener {
    private static final int WIDTH = 40;

    private final String title;
    private final int iterations;
    private final PrintStream screen;
    private boolean begun;
    private int shown;

    /** A bar for a training of {@code epochs} epochs of {@code batches} batches each, on {@link System#err}. */
    public ProgressBar(String title, int epochs, int batches) {
        this(title, epochs * batches, System.err);
    }

    ProgressBar(String title, int iterations, PrintStream screen) {
        this.title = title;
        this.iterations = iterations;
        this.screen = screen;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        reach(iteration + 1);
    }

    /** Draws the bar as it is after {@code done} iterations. */
    void reach(int done) {
        if (!begun) {
            screen.print(title + " [");
            begun = true;
        }
        int length = (int) Math.min(WIDTH, (long) WIDTH * done / iterations);
        screen.print("#".repeat(Math.max(0, length - shown)));
        if (length == WIDTH && shown < WIDTH) {
            screen.println("] " + done + " steps");
        }
        shown = Math.max(shown, length);
        screen.flush();
    }
}
