package io.github.reprorun.dl4j;

import io.github.reprorun.trace.TraceRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Listens to one network and traces its steps: what goes into a step when its gradient is there, what comes of it when the
 * parameters are updated. A layer that is trained before the rest is traced as a network of its own. Adds nothing to the
 * network and draws nothing. Confined to the thread that trains the network.
 */
final class NetworkTrace extends BaseTrainingListener {
    private final RunTrace trace;
    private final String name;
    private final Model model;
    private final NetworkState network;
    private final Supplier<ThreadGenerator> generator;
    private @Nullable TracedSteps steps;

    NetworkTrace(RunTrace trace, String name, Model model, NetworkState network, Supplier<ThreadGenerator> generator) {
        this.trace = trace;
        this.name = name;
        this.model = model;
        this.network = network;
        this.generator = generator;
    }

    @Override
    public void onForwardPass(Model trained, List<INDArray> activations) {
        // The first is the input, and the output layer's is not there.
        forward(trained, layer -> layer.index() + 1 < activations.size() ? activations.get(layer.index() + 1) : null);
    }

    @Override
    public void onForwardPass(Model trained, Map<String, INDArray> activations) {
        forward(trained, layer -> activations.get(layer.name()));
    }

    private void forward(Model trained, Function<LayerSlice, @Nullable INDArray> outputs) {
        if (trained == model) {
            TracedSteps current = steps(outputs);
            current.begin(network.iteration(), network.epoch());
            current.forward(outputs);
        }
    }

    @Override
    public void onBackwardPass(Model trained) {
        if (trained == model) {
            steps(layer -> null).backward(network, generator.get(), model.score());
        }
    }

    /** A layer trained by itself says nothing of its passes. */
    @Override
    public void onGradientCalculation(Model trained) {
        if (trained != model && trained instanceof Layer layer) {
            trace.listener(name, layer).pretrained();
        }
    }

    private void pretrained() {
        TracedSteps current = steps(layer -> null);
        current.begin(network.iteration(), network.epoch());
        current.backward(network, generator.get(), model.score());
    }

    @Override
    public void iterationDone(Model trained, int iteration, int epoch) {
        if (trained == model) {
            updated();
        } else if (trained instanceof Layer layer) {
            trace.listener(name, layer).updated();
        }
    }

    private void updated() {
        if (steps != null) {
            steps.update(network);
            TraceRecord record = steps.record();
            trace.append(record);
        }
    }

    private TracedSteps steps(Function<LayerSlice, @Nullable INDArray> outputs) {
        if (steps == null) {
            List<LayerSlice> layers = network.layers();
            steps = new TracedSteps(
                    trace.writer(() -> NetworkSize.of(layers, outputs, network.examples())), name, layers);
        }
        return steps;
    }
}
