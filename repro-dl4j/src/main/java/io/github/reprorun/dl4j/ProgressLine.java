package io.github.reprorun.dl4j;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * One line of a terminal, rewritten at most ten times a second: a bar, epoch and iteration, score, time left. The first epoch
 * has no bar of its own, since how long an epoch is shows only when it ends. Confined to the training thread.
 */
final class ProgressLine extends BaseTrainingListener {
    private static final long INTERVAL = 100_000_000;
    private static final int BAR = 24;

    private final int epochs;
    private final PrintStream screen;
    private final LongSupplier nanoTime;
    private final long start;
    private long lastShown;
    private int epochsDone;
    private long iterations;
    private long iterationsOfEpoch;
    private long epochLength;
    private int width;

    ProgressLine(int epochs, PrintStream screen, LongSupplier nanoTime) {
        this.epochs = epochs;
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastShown = start - INTERVAL;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        iterations++;
        iterationsOfEpoch++;
        long now = nanoTime.getAsLong();
        if (now - lastShown >= INTERVAL) {
            lastShown = now;
            show(line(now, model.score()));
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        epochsDone++;
        epochLength = iterationsOfEpoch;
        iterationsOfEpoch = 0;
        show(line(nanoTime.getAsLong(), model.score()));
    }

    /** Leaves the last state on the screen. */
    void finish() {
        if (iterations > 0) {
            screen.println();
        }
    }

    private String line(long now, double score) {
        OptionalDouble done = done();
        StringBuilder line = new StringBuilder("[");
        int filled = (int) (done.orElse(0) * BAR);
        line.append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append(']');
        line.append(String.format(
                Locale.ROOT,
                " epoch %d/%d, iteration %d, score %.5g",
                Math.min(epochsDone + 1, epochs),
                epochs,
                iterations,
                score));
        if (done.isPresent() && done.getAsDouble() > 0) {
            double secondsLeft = (now - start) / 1e9 * (1 - done.getAsDouble()) / done.getAsDouble();
            line.append(String.format(Locale.ROOT, ", %d s left", Math.round(secondsLeft)));
        }
        return line.toString();
    }

    private OptionalDouble done() {
        if (epochLength == 0) {
            return OptionalDouble.empty();
        }
        double epoch = Math.min(1, (double) iterationsOfEpoch / epochLength);
        return OptionalDouble.of(Math.min(1, (epochsDone + epoch) / epochs));
    }

    private void show(String line) {
        String padding = " ".repeat(Math.max(0, width - line.length()));
        width = line.length();
        screen.print("\r" + line + padding);
        screen.flush();
    }
}
