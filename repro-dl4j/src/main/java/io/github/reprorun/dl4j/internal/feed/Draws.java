package io.github.reprorun.dl4j.internal.feed;

import java.util.List;
import java.util.Map;

/**
 * Whatever the calling thread draws from that a run controls: generators, named streams, and the counts on which the seeds
 * of new generators and the places of new threads depend. Each has a name, and its position is a few numbers.
 */
public interface Draws {
    /** Where each stands now. */
    Map<String, List<Long>> positions();

    /** Puts one to {@code position}; the empty position is that of one which does not exist. */
    void moveTo(String name, List<Long> position);

    /** Whether other threads than the calling one may draw from it. */
    boolean isShared(String name);

    /** Whether the training drew from it since {@link #beginEpoch}. */
    boolean isDrawnInTraining(String name);

    /** An epoch begins; the calling thread trains. */
    void beginEpoch();

    /** What the calling thread draws from now on is for the data. */
    void prepareData();

    /** What the calling thread draws from now on is for the training. */
    void train();
}
