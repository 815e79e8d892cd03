package io.github.reprorun.examples.training;

import io.github.reprorun.RunContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Records, after every epoch, the loss on data that was held back. Keeps no state of its own, so that a training that was
 * interrupted and continued records the same values. For use by one thread.
 */
public final class LossPerEpoch extends BaseTrainingListener {
    private final RunContext run;
    private final DataSet heldBack;

    /** Records the metric {@code loss} of {@code run}, one step for every epoch. */
    public LossPerEpoch(RunContext run, DataSet heldBack) {
        this.run = run;
        this.heldBack = heldBack;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        // the loss of a single batch says little
    }

    @Override
    public void onEpochEnd(Model model) {
        MultiLayerNetwork network = (MultiLayerNetwork) model;
        run.metric("loss", network.getEpochCount() + 1L, network.score(heldBack));
    }
}
