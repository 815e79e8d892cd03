package io.github.reprorun.dl4j;

import io.github.reprorun.failure.UsageException;
import java.time.Duration;

/**
 * When a training is saved. It decides how much is trained again after a crash, and never about a result. Immutable, hence
 * safe to share between threads.
 *
 * @param iterations after how many iterations, or 0 where time decides
 * @param interval after how long, or zero where iterations decide
 */
record CheckpointCadence(int iterations, Duration interval) {
    /** A hundredth of the training at most is spent on taking checkpoints. */
    private static final int SHARE = 100;

    private static final int END_SHARE = 10;

    static final CheckpointCadence DEFAULT = every(Duration.ofMinutes(5));

    /** @throws UsageException if it is less than 1 */
    static CheckpointCadence every(int iterations) {
        if (iterations < 1) {
            throw new UsageException(
                    "checkpoints", "are taken every iteration or more rarely, not every " + iterations);
        }
        return new CheckpointCadence(iterations, Duration.ZERO);
    }

    /** @throws UsageException if it is not positive */
    static CheckpointCadence every(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new UsageException("checkpoints", "are taken after a time that is positive, not " + interval);
        }
        return new CheckpointCadence(0, interval);
    }

    /** Whether the number of iterations decides. */
    boolean isByIterations() {
        return iterations > 0;
    }

    /**
     * Whether a checkpoint is due.
     *
     * @param iterationsSince the iterations since the last one
     * @param nanosSince the time since the last one
     * @param cost how long the last one kept the training waiting, in nanoseconds
     */
    boolean isDue(long iterationsSince, long nanosSince, long cost) {
        return isByIterations()
                ? iterationsSince >= iterations
                : nanosSince >= Math.max(interval.toNanos(), SHARE * cost);
    }

    /** Whether the end of a training is worth a checkpoint, so that it is not trained again. */
    boolean isDueAtEnd(long iterationsOfFit, long nanosOfFit) {
        return isByIterations() ? iterationsOfFit >= iterations : nanosOfFit >= interval.toNanos() / END_SHARE;
    }

    @Override
    public String toString() {
        return isByIterations() ? "every " + iterations + " iterations" : "every " + interval;
    }
}
