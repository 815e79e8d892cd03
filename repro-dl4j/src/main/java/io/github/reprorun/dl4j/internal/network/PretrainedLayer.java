package io.github.reprorun.dl4j.internal.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer, trained without labels before the rest of its network.
 *
 * @param layer the layer
 */
public record PretrainedLayer(Layer layer) implements NetworkState {
    @Override
    public String configurationJson() {
        return layer.conf().toJson();
    }

    @Override
    public List<NeuralNetConfiguration> configurations() {
        return List.of(layer.conf());
    }

    @Override
    public Optional<INDArray> parameters() {
        return Layers.unlessEmpty(layer.params());
    }

    /** Deeplearning4j has no accessor for it. */
    @Override
    public Optional<INDArray> updaterState() {
        return Optional.empty();
    }

    @Override
    public Map<LayerSlice, INDArray> outputs() {
        return Map.of();
    }

    @Override
    public List<LayerSlice> everyLayer() {
        String name = layer.conf().getLayer().getLayerName();
        return List.of(
                new LayerSlice(name == null ? "layer" + layer.getIndex() : name, layer.getIndex(), layer.numParams()));
    }

    @Override
    public @Nullable INDArray gradient() {
        return layer.gradient() == null ? null : layer.gradient().gradient();
    }

    @Override
    public List<@Nullable INDArray> batch() {
        List<@Nullable INDArray> batch = new ArrayList<>();
        batch.add(layer.input());
        return batch;
    }

    @Override
    public List<String> batchNames() {
        return List.of(FEATURES);
    }

    @Override
    public int iteration() {
        return layer.conf().getIterationCount();
    }

    @Override
    public int epoch() {
        return layer.conf().getEpochCount();
    }
}
