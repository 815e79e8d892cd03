package io.github.reprorun.dl4j.internal.end;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Takes hold of a graph's arrays once training has made its updaters, which is in the first iteration. Confined to the thread
 * that trains the graph.
 */
public final class HeldGraph extends BaseListener {
    private final EndState state;

    @SuppressWarnings("rawtypes") // as SameDiff gives them
    private @Nullable Map<String, GradientUpdater> updaters;

    /** @param state that of a {@link SameDiff} */
    public HeldGraph(EndState state) {
        this.state = state;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void iterationDone(SameDiff unused, At at, MultiDataSet batch, Loss losses) {
        if (state.get() instanceof SameDiff graph && graph.getUpdaterMap() != updaters) {
            updaters = graph.getUpdaterMap();
            state.hold(graph);
        }
    }
}
