package io.github.reprorun.dl4j.internal.feed;

import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * The iterator that a {@code ComputationGraph} gets for one epoch of a {@link ReplayableData}. Confined to the training
 * thread.
 */
public final class FedMultiDataSets implements MultiDataSetIterator {
    private static final long serialVersionUID = 1L;

    private final transient ReplayableData<MultiDataSet> feed;
    private final MultiDataSetIterator program;

    /** @param program the program's own iterator, which answers all calls that do not request a batch */
    public FedMultiDataSets(ReplayableData<MultiDataSet> feed, MultiDataSetIterator program) {
        this.feed = feed;
        this.program = program;
    }

    @Override
    public boolean hasNext() {
        return feed.hasNext();
    }

    @Override
    public MultiDataSet next() {
        return feed.next();
    }

    @Override
    public boolean resetSupported() {
        return feed.isResettable();
    }

    @Override
    public void reset() {
        feed.reset();
    }

    /** The feed has its own thread. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public MultiDataSet next(int examples) {
        throw new UnsupportedOperationException("a network asks for whole batches");
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
        return program.getPreProcessor();
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
        program.setPreProcessor(preProcessor);
    }
}
