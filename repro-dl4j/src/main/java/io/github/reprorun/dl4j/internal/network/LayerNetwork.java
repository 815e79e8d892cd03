package io.github.reprorun.dl4j.internal.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stack of layers.
 *
 * @param network the network
 */
public record LayerNetwork(MultiLayerNetwork network) implements NetworkState.Whole {
    @Override
    public String configurationJson() {
        return network.getLayerWiseConfigurations().toJson();
    }

    @Override
    public List<NeuralNetConfiguration> configurations() {
        return network.getLayerWiseConfigurations().getConfs();
    }

    @Override
    public Optional<INDArray> parameters() {
        return Layers.unlessEmpty(network.params());
    }

    @Override
    public Optional<INDArray> updaterState() {
        return Layers.unlessEmpty(network.getUpdater().getStateViewArray());
    }

    @Override
    public List<LayerSlice> everyLayer() {
        List<LayerSlice> slices = new ArrayList<>();
        for (int i = 0; i < network.getnLayers(); i++) {
            Layer layer = network.getLayer(i);
            String name = layer.conf().getLayer().getLayerName();
            slices.add(new LayerSlice(name == null ? "layer" + i : name, i, layer.numParams()));
        }
        return slices;
    }

    @Override
    public Map<LayerSlice, INDArray> outputs() {
        LayerSlice last = everyLayer().get(network.getnLayers() - 1);
        return Layers.output(network.getOutputLayer())
                .map(array -> Map.of(last, array))
                .orElse(Map.of());
    }

    @Override
    public @Nullable INDArray gradient() {
        return network.getGradientsViewArray();
    }

    @Override
    public List<@Nullable INDArray> batch() {
        List<@Nullable INDArray> batch = new ArrayList<>();
        batch.add(network.getInput());
        batch.add(network.getLabels());
        for (Layer layer : network.getLayers()) {
            batch.add(layer.getMaskArray());
        }
        return batch;
    }

    @Override
    public List<String> batchNames() {
        List<String> names = new ArrayList<>(List.of(FEATURES, LABELS));
        everyLayer().forEach(layer -> names.add("mask of " + layer.name()));
        return names;
    }

    @Override
    public int iteration() {
        return network.getIterationCount();
    }

    @Override
    public int epoch() {
        return network.getEpochCount();
    }

    @Override
    public Object configuration() {
        return network.getLayerWiseConfigurations();
    }

    @Override
    public Object configurationFrom(String json) {
        return MultiLayerConfiguration.fromJson(json);
    }

    @Override
    public String updaterBlocks() {
        return Layers.blocks(network.getUpdater());
    }

    @Override
    public void renewUpdater() {
        network.setUpdater(null);
    }

    @Override
    public List<Layer> passedLayers() {
        return allLayers();
    }

    @Override
    public void makeGradients() {
        if (network.getGradientsViewArray() == null) {
            network.initGradientsView();
        }
    }

    @Override
    public void replaceLayer(int index, Layer layer) {
        network.getLayers()[index] = layer;
    }

    @Override
    public double score() {
        return network.score();
    }

    @Override
    public List<Layer> allLayers() {
        return List.of(network.getLayers());
    }

    @Override
    public List<org.deeplearning4j.nn.conf.layers.Layer> outputLayers() {
        return List.of(network.getOutputLayer().conf().getLayer());
    }

    @Override
    public void setCounts(int iteration, int epoch) {
        network.getLayerWiseConfigurations().setIterationCount(iteration);
        network.getLayerWiseConfigurations().setEpochCount(epoch);
        Layers.setCounts(allLayers(), iteration, epoch);
    }

    @Override
    public void setScore(double score) {
        network.setScore(score);
    }
}
