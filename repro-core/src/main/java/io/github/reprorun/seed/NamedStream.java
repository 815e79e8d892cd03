package io.github.reprorun.seed;

import java.util.Random;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * A named stream of random numbers: draws what {@code new java.util.Random(seed)} would, is a generator of Apache Commons
 * Math as well, and can be saved and continued. The algorithm is the linear congruential generator and polar method that
 * {@link Random} specifies. Safe for use by several threads, but only one thread at a time draws a repeatable sequence.
 */
public final class NamedStream extends Random implements RandomGenerator {
    private static final long serialVersionUID = 1L;

    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long ADDEND = 0xBL;
    private static final long MASK = (1L << 48) - 1;

    private final transient DrawWatch watch;
    private long state;
    private double spareGaussian;
    private boolean hasSpareGaussian;
    private long drawnInTraining;

    /** A stream that begins at {@code seed}. */
    public NamedStream(long seed) {
        this(seed, new DrawWatch());
    }

    NamedStream(long seed, DrawWatch watch) {
        super(seed);
        this.watch = watch;
        scramble(seed);
    }

    /**
     * Where a stream stands between two draws.
     *
     * @param state the 48 bits of the generator
     * @param spareGaussianBits bits of the second value of the last pair of gaussians
     * @param hasSpareGaussian whether that value is still to be drawn
     */
    public record Position(long state, long spareGaussianBits, boolean hasSpareGaussian) {}

    /** Where this stream stands. */
    public synchronized Position position() {
        return new Position(state, Double.doubleToRawLongBits(spareGaussian), hasSpareGaussian);
    }

    /** Continues from {@code position}. */
    public synchronized void moveTo(Position position) {
        state = position.state() & MASK;
        spareGaussian = Double.longBitsToDouble(position.spareGaussianBits());
        hasSpareGaussian = position.hasSpareGaussian();
    }

    /** Whether a training drew from this stream since the {@link StreamSeeds#watch} began. */
    public synchronized boolean isDrawnInTraining() {
        return watch.isOfNow(drawnInTraining);
    }

    @Override
    public synchronized void setSeed(long seed) {
        // the constructor of Random comes here too, before there is a watch
        if (watch != null) {
            note();
        }
        scramble(seed);
    }

    private void note() {
        long training = watch.ofThisDraw();
        if (training != 0) {
            drawnInTraining = training;
        }
    }

    @Override
    public void setSeed(int seed) {
        setSeed((long) seed);
    }

    @Override
    public void setSeed(int[] seed) {
        long mixed = 0;
        for (int part : seed) {
            mixed = mixed * 4294967291L + part;
        }
        setSeed(mixed);
    }

    private void scramble(long seed) {
        state = (seed ^ MULTIPLIER) & MASK;
        spareGaussian = 0;
        hasSpareGaussian = false;
    }

    @Override
    protected synchronized int next(int bits) {
        note();
        state = (state * MULTIPLIER + ADDEND) & MASK;
        return (int) (state >>> (48 - bits));
    }

    @Override
    public synchronized double nextGaussian() {
        if (hasSpareGaussian) {
            note();
            hasSpareGaussian = false;
            return spareGaussian;
        }
        while (true) {
            double x = 2 * nextDouble() - 1;
            double y = 2 * nextDouble() - 1;
            double square = x * x + y * y;
            if (square < 1 && square != 0) {
                double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
                spareGaussian = y * scale;
                hasSpareGaussian = true;
                return x * scale;
            }
        }
    }

    /**
     * Tells the draws of a training thread from those of the threads that prepare its data. A stream that the training
     * drew from stands where the training left it; one that only the preparation drew from stands where that is, which
     * may be ahead by some batches. Used by one training thread at a time; safe for use by the others.
     */
    public static final class DrawWatch {
        private volatile long training;
        private volatile long fit;

        /** A training begins on the calling thread: its draws are the training's, those before are forgotten. */
        public synchronized void begin() {
            fit++;
            training = Thread.currentThread().getId();
        }

        /** The calling thread prepares data now, or the training has ended. */
        public void pause() {
            training = 0;
        }

        /** The calling thread trains again. */
        public void goOn() {
            training = Thread.currentThread().getId();
        }

        /** The training whose draw this is, or 0 if it belongs to none. */
        long ofThisDraw() {
            return training == Thread.currentThread().getId() ? fit : 0;
        }

        boolean isOfNow(long draw) {
            return draw == fit;
        }
    }
}
