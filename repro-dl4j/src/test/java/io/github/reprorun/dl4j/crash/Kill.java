package io.github.reprorun.dl4j.crash;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * An instant in the life of a training: so long after its journal had so many lines.
 *
 * @param line how many lines the journal has had; 0 for the start of the process
 * @param nanos how long after that
 */
record Kill(int line, long nanos) {
    private static final double STARTING = 0.15;
    private static final double BEGUN = 0.1;
    private static final double ENDING = 0.15;
    private static final int AHEAD = 8;

    /**
     * Draws an instant: the start, the time to the first checkpoint and the end have their share, however short they are; the
     * rest is spread over the checkpoints.
     *
     * @param pace how long an uninterrupted training took to each line, and from the last to its end
     */
    static Kill draw(Random random, List<Long> pace) {
        int last = pace.size() - 1;
        double part = random.nextDouble();
        int line = 1 + random.nextInt(last);
        if (part < STARTING) {
            line = 0;
        } else if (part < STARTING + BEGUN) {
            line = 1;
        } else if (part < STARTING + BEGUN + ENDING) {
            line = last;
        }
        return within(random.nextDouble(), line, pace);
    }

    /**
     * Draws an instant for a training that is resumed when its journal has {@code lines}: its start, which comes again, or one
     * of the next few checkpoints, so that it can be killed further on once more.
     */
    static Kill drawAgain(Random random, List<Long> pace, int lines) {
        double share = random.nextDouble();
        return random.nextDouble() < STARTING
                ? new Kill(0, (long) (share * (pace.get(0) + pace.get(1))))
                : within(share, lines + 1 + random.nextInt(AHEAD), pace);
    }

    private static Kill within(double share, int line, List<Long> pace) {
        return new Kill(line, (long) (share * pace.get(Math.min(line, pace.size() - 1))));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms after line %d", nanos / 1e6, line);
    }
}
