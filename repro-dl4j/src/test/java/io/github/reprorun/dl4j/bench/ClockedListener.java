package io.github.reprorun.dl4j.bench;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A listener in another's place that passes on what a step calls, and adds up the time until it returns. */
final class ClockedListener extends BaseTrainingListener {
    private final TrainingListener listener;
    private long nanos;

    private ClockedListener(TrainingListener listener) {
        this.listener = listener;
    }

    /** Around the only listener of {@code network}. */
    static ClockedListener of(MultiLayerNetwork network) {
        if (network.getListeners().size() != 1) {
            throw new IllegalStateException("one listener is expected, not " + network.getListeners());
        }
        ClockedListener clocked =
                new ClockedListener(network.getListeners().iterator().next());
        network.setListeners(clocked);
        return clocked;
    }

    void reset() {
        nanos = 0;
    }

    /** The time since {@link #reset}. */
    double seconds() {
        return nanos / 1e9;
    }

    private void clock(Runnable call) {
        long start = System.nanoTime();
        call.run();
        nanos += System.nanoTime() - start;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        clock(() -> listener.onForwardPass(model, activations));
    }

    @Override
    public void onBackwardPass(Model model) {
        clock(() -> listener.onBackwardPass(model));
    }

    @Override
    public void onGradientCalculation(Model model) {
        clock(() -> listener.onGradientCalculation(model));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        clock(() -> listener.iterationDone(model, iteration, epoch));
    }
}
