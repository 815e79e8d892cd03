package io.github.reprorun.seed;

/**
 * Tells the draws of a training thread from those of whoever prepares its data. A stream that the training drew from stands
 * where the training left it; one that only the preparation drew from stands where that is, which may be ahead by some
 * batches. Used by one training thread at a time; safe for use by the others.
 */
public final class DrawWatch {
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

    /** The training whose draw this is, or 0 if it is nobody's. */
    long ofThisDraw() {
        return training == Thread.currentThread().getId() ? fit : 0;
    }

    boolean isOfNow(long draw) {
        return draw == fit;
    }
}
