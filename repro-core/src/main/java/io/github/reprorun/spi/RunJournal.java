package io.github.reprorun.spi;

import java.util.SortedMap;

/**
 * Records the progress of a run before its end; durable when the call returns. The run's listeners are told, and the
 * console says what a user has to know. Safe for use by several threads.
 */
public interface RunJournal {
    /**
     * A checkpoint is about to be written. When this returns, what the run was given so far is durable: code, inputs and
     * parameters, to which a resumed run is held. It may wait until code is digested.
     */
    void beforeCheckpoint();

    /** A checkpoint was written; {@code facts} say where training stood, such as {@code iteration} and {@code epoch}. */
    void checkpointWritten(SortedMap<String, String> facts);

    /** A damaged checkpoint was passed over; {@code facts} name its {@code file} and the {@code problem}. */
    void checkpointRefused(SortedMap<String, String> facts);

    /** A checkpoint could not be written; {@code facts} name the {@code problem}. Training goes on. */
    void checkpointFailed(SortedMap<String, String> facts);

    /** Training went on from a checkpoint; {@code facts} say from where, or have a {@code start} if there was none. */
    void continuedFrom(SortedMap<String, String> facts);
}
