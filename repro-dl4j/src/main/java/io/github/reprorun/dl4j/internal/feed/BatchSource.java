package io.github.reprorun.dl4j.internal.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An iterator over data, common to both of ND4J's kinds.
 *
 * @param <B> the type of a batch
 */
interface BatchSource<B> {
    boolean hasNext();

    B next();

    boolean isResettable();

    void reset();

    /** Whether its batches may be prepared on another thread. */
    boolean isPrefetchable();

    /** This source, prepared on another thread, as in a network's own {@code fit}. */
    BatchSource<B> prefetched();

    /** Ends the other thread, if there is one. */
    void shutdown();

    /** Whether Deeplearning4j treats {@code batch} as the end of the epoch. */
    boolean isEnd(B batch);

    /** The arrays of {@code batch}. */
    List<@Nullable INDArray> arrays(B batch);
}
