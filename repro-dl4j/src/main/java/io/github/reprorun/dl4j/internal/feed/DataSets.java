package io.github.reprorun.dl4j.internal.feed;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The training data of a {@code MultiLayerNetwork}.
 *
 * @param iterator the iterator
 */
record DataSets(DataSetIterator iterator) implements BatchSource<DataSet> {
    private static final int QUEUE = 2;

    @Override
    public boolean hasNext() {
        return iterator.hasNext();
    }

    @Override
    public DataSet next() {
        return iterator.next();
    }

    @Override
    public boolean isResettable() {
        return iterator.resetSupported();
    }

    @Override
    public void reset() {
        iterator.reset();
    }

    @Override
    public boolean isPrefetchable() {
        return iterator.asyncSupported();
    }

    @Override
    public BatchSource<DataSet> prefetched() {
        return new DataSets(new AsyncDataSetIterator(iterator, QUEUE, true));
    }

    @Override
    public void shutdown() {
        if (iterator instanceof AsyncDataSetIterator prefetching) {
            prefetching.shutdown();
        }
    }

    @Override
    public boolean isEnd(DataSet batch) {
        return batch.getFeatures() == null || batch.getLabels() == null;
    }

    @Override
    public List<@Nullable INDArray> arrays(DataSet batch) {
        return Arrays.asList(batch.getFeatures(), batch.getLabels());
    }
}
