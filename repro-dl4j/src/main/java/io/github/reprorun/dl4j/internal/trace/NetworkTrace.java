package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.generator.PlaceGenerator;
import io.github.reprorun.dl4j.internal.network.LayerSlice;
import io.github.reprorun.dl4j.internal.network.NetworkSize;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import java.lang.ref.WeakReference;
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
 * Listens to one network and traces its steps: the inputs of a step when its gradient is ready, its results when the
 * parameters are updated. A layer that is trained before the rest is traced as a separate network. Adds nothing to the
 * network, draws nothing, and does not keep the network in memory. Confined to the thread that trains the network.
 */
public final class NetworkTrace extends BaseTrainingListener {
    private final RunTrace trace;
    private final Supplier<String> naming;
    private final WeakReference<Model> model;
    private final Function<Model, NetworkState> state;
    private final Supplier<PlaceGenerator> generator;
    private @Nullable String name;
    private @Nullable TracedSteps steps;
    private boolean hasUpdated;

    /** @param naming gives the name, which depends on the place of the call */
    NetworkTrace(
            RunTrace trace,
            Supplier<String> naming,
            Model model,
            Function<Model, NetworkState> state,
            Supplier<PlaceGenerator> generator) {
        this.trace = trace;
        this.naming = naming;
        this.model = new WeakReference<>(model);
        this.state = state;
        this.generator = generator;
    }

    /** Its name, fixed from now on. Call this where the network is trained, which need not be where it is tracked. */
    public String name() {
        String known = name == null ? naming.get() : name;
        name = known;
        return known;
    }

    @Override
    public void onForwardPass(Model trained, List<INDArray> activations) {
        // The first is the input, and that of the output layer is missing.
        forward(trained, layer -> layer.index() + 1 < activations.size() ? activations.get(layer.index() + 1) : null);
    }

    @Override
    public void onForwardPass(Model trained, Map<String, INDArray> activations) {
        forward(trained, layer -> activations.get(layer.name()));
    }

    private void forward(Model trained, Function<LayerSlice, @Nullable INDArray> outputs) {
        if (trained == model.get()) {
            if (steps == null) {
                trace.trained().accept(trained);
            }
            begin(trained, outputs).forward(outputs);
            trace.kept().ifPresent(step -> step.forward(state.apply(trained), outputs));
        }
    }

    @Override
    public void onBackwardPass(Model trained) {
        if (trained == model.get() && steps != null) {
            steps.backward(state.apply(trained), generator.get(), trained.score());
            trace.kept().ifPresent(step -> step.backward(state.apply(trained)));
        }
    }

    /** A layer trained by itself does not report its passes. */
    @Override
    public void onGradientCalculation(Model trained) {
        if (trained != model.get() && trained instanceof Layer layer) {
            trace.listener(name(), layer).pretrained(layer);
        }
    }

    private void pretrained(Layer layer) {
        begin(layer, slice -> null).backward(state.apply(layer), generator.get(), layer.score());
        trace.kept().ifPresent(step -> step.backward(state.apply(layer)));
    }

    @Override
    public void iterationDone(Model trained, int iteration, int epoch) {
        if (trained == model.get()) {
            updated(trained);
            if (!hasUpdated) {
                hasUpdated = true;
                trace.trained().accept(trained);
            }
        } else if (trained instanceof Layer layer) {
            trace.listener(name(), layer).updated(layer);
        }
    }

    /** Deeplearning4j counts the epoch only after it has told its listeners of the end. */
    @Override
    public void onEpochEnd(Model trained) {
        if (trained == model.get()) {
            NetworkState network = state.apply(trained);
            trace.epochs().ended(name(), network.epoch() + 1L, network.iteration(), trained.score());
        }
    }

    private void updated(Model trained) {
        if (steps != null) {
            steps.update(state.apply(trained));
            trace.kept().ifPresent(step -> step.update(state.apply(trained)));
            trace.append(steps.record());
        }
    }

    private TracedSteps begin(Model trained, Function<LayerSlice, @Nullable INDArray> outputs) {
        NetworkState network = state.apply(trained);
        if (steps == null) {
            List<LayerSlice> layers = network.layers();
            steps = new TracedSteps(
                    trace.writer(() -> NetworkSize.of(layers, outputs, network.examples())), name(), layers);
        }
        steps.begin(network.iteration(), network.epoch());
        return steps;
    }
}
