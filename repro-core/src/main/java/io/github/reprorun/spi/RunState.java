package io.github.reprorun.spi;

import io.github.reprorun.seed.StreamSeeds;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The part of a run's state that is not its networks': its named streams, and what it has recorded and made so far. A
 * checkpoint holds it; a resumed run is put back to it. Safe for use by several threads, but saved and restored while no
 * other thread adds to it.
 */
public interface RunState {
    /** The run's named streams; the code that knows which threads draw from a stream keeps its position. */
    StreamSeeds streams();

    /**
     * Everything recorded and made so far, as texts by dotted name: metrics, how far their values by step go, hazards,
     * byproducts, outputs.
     *
     * @throws io.github.reprorun.failure.UnreadableException if the outputs cannot be read
     */
    SortedMap<String, String> save();

    /** Why the run cannot be put back to {@code saved}, if it cannot: an output was overwritten since, for instance. */
    Optional<String> obstacle(SortedMap<String, String> saved);

    /**
     * Puts the run back to {@code saved}: restores outputs as they were then, and removes those made since.
     *
     * @throws io.github.reprorun.failure.UnreadableException if {@code saved} is not what {@link #save} gave
     */
    void restore(SortedMap<String, String> saved);

    /** Removes the files kept for restoring an earlier state, because none is to be restored any more. */
    void restored();
}
