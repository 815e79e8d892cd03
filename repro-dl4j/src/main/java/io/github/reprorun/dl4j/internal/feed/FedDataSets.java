package io.github.reprorun.dl4j.internal.feed;

import java.util.List;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The iterator that a {@code MultiLayerNetwork} gets for one epoch of a {@link ReplayableData}. Confined to the
 * training thread.
 */
public final class FedDataSets implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private final transient ReplayableData<DataSet> feed;
    private final DataSetIterator program;

    /** @param program the program's own iterator, which answers all calls that do not request a batch */
    public FedDataSets(ReplayableData<DataSet> feed, DataSetIterator program) {
        this.feed = feed;
        this.program = program;
    }

    @Override
    public boolean hasNext() {
        return feed.hasNext();
    }

    @Override
    public DataSet next() {
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
    public DataSet next(int examples) {
        throw new UnsupportedOperationException("a network asks for whole batches");
    }

    @Override
    public int inputColumns() {
        return program.inputColumns();
    }

    @Override
    public int totalOutcomes() {
        return program.totalOutcomes();
    }

    @Override
    public int batch() {
        return program.batch();
    }

    @Override
    public List<String> getLabels() {
        return program.getLabels();
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return program.getPreProcessor();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        program.setPreProcessor(preProcessor);
    }
}
