package io.github.reprorun.spi;

import java.util.SortedMap;

/**
 * The part of a run's state that is not its networks': where its named streams and the generators it seeded stand, the
 * metrics so far, the outputs so far. A checkpoint holds it; a resumed run is put back to it. Safe for use by several
 * threads, but saved and restored while no other thread draws.
 */
public interface RunState {
    /** The state now, as texts by dotted name. */
    SortedMap<String, String> save();

    /**
     * Puts the run back to {@code saved}; outputs made since are removed, and those that grew since are cut.
     *
     * @throws io.github.reprorun.failure.UnreadableException if {@code saved} is not what {@link #save} gave
     */
    void restore(SortedMap<String, String> saved);
}
