package io.github.reprorun.dl4j.internal.feed;

import java.util.List;
import java.util.Map;

/**
 * The sources that a run controls and the calling thread draws from: generators, named streams, and the counts on which
 * the seeds of new generators and the places of new threads depend. Each has a name, and its position is a few numbers.
 */
public interface Draws {
    /** The present position of each. */
    Map<String, List<Long>> positions();

    /** Sets one to {@code position}; the empty position means that it does not exist. */
    void moveTo(String name, List<Long> position);

    /** Whether threads other than the calling one may draw from it. */
    boolean isShared(String name);

    /** Whether the training drew from it since {@link #beginEpoch}. */
    boolean isDrawnInTraining(String name);

    /** Records that an epoch begins, in which the calling thread trains. */
    void beginEpoch();

    /** From now on the calling thread draws for the data. */
    void prepareData();

    /** From now on the calling thread draws for the training. */
    void train();
}
