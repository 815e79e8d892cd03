package io.github.reprorun.dl4j.internal.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * The training data of a {@code ComputationGraph}.
 *
 * @param iterator the iterator
 */
record MultiDataSets(MultiDataSetIterator iterator) implements BatchSource<MultiDataSet> {
    private static final int QUEUE = 2;

    @Override
    public boolean hasNext() {
        return iterator.hasNext();
    }

    @Override
    public MultiDataSet next() {
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
    public BatchSource<MultiDataSet> prefetched() {
        return new MultiDataSets(new AsyncMultiDataSetIterator(iterator, QUEUE, true));
    }

    @Override
    public void shutdown() {
        if (iterator instanceof AsyncMultiDataSetIterator prefetching) {
            prefetching.shutdown();
        }
    }

    @Override
    public boolean isEnd(MultiDataSet batch) {
        return false;
    }

    @Override
    public List<@Nullable INDArray> arrays(MultiDataSet batch) {
        List<@Nullable INDArray> arrays = new ArrayList<>();
        add(arrays, batch.getFeatures());
        add(arrays, batch.getLabels());
        return arrays;
    }

    private static void add(List<@Nullable INDArray> all, INDArray @Nullable [] arrays) {
        if (arrays != null) {
            all.addAll(Arrays.asList(arrays));
        }
    }
}
