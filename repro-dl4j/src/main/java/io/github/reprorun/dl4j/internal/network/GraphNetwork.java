package io.github.reprorun.dl4j.internal.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of vertices.
 *
 * @param graph the network
 */
public record GraphNetwork(ComputationGraph graph) implements NetworkState.Whole {
    @Override
    public String configurationJson() {
        return graph.getConfiguration().toJson();
    }

    @Override
    public List<NeuralNetConfiguration> configurations() {
        return Stream.concat(
                        Stream.of(graph.getConfiguration().getDefaultConfiguration()),
                        graph.getConfiguration().getVertices().values().stream()
                                .filter(LayerVertex.class::isInstance)
                                .map(vertex -> ((LayerVertex) vertex).getLayerConf()))
                .toList();
    }

    @Override
    public Optional<INDArray> parameters() {
        return Layers.unlessEmpty(graph.params());
    }

    @Override
    public Optional<INDArray> updaterState() {
        return Layers.unlessEmpty(graph.getUpdater().getStateViewArray());
    }

    @Override
    public List<LayerSlice> everyLayer() {
        List<LayerSlice> slices = new ArrayList<>();
        GraphVertex[] vertices = graph.getVertices();
        for (int index : graph.topologicalSortOrder()) {
            slices.add(new LayerSlice(vertices[index].getVertexName(), index, vertices[index].numParams()));
        }
        return slices;
    }

    @Override
    public Map<LayerSlice, INDArray> outputs() {
        Map<LayerSlice, INDArray> outputs = new LinkedHashMap<>();
        for (LayerSlice slice : everyLayer()) {
            GraphVertex vertex = graph.getVertices()[slice.index()];
            if (vertex.isOutputVertex() && vertex.hasLayer()) {
                Layers.output(vertex.getLayer()).ifPresent(array -> outputs.put(slice, array));
            }
        }
        return outputs;
    }

    @Override
    public @Nullable INDArray gradient() {
        return graph.getGradientsViewArray();
    }

    @Override
    public List<@Nullable INDArray> batch() {
        List<@Nullable INDArray> batch = new ArrayList<>();
        addAll(batch, graph.getInputs());
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof IOutputLayer output) {
                batch.add(output.getLabels());
            }
        }
        addAll(batch, graph.getInputMaskArrays());
        addAll(batch, graph.getLabelMaskArrays());
        return batch;
    }

    @Override
    public List<String> batchNames() {
        List<String> names = new ArrayList<>();
        addNames(names, FEATURES, graph.getInputs());
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof IOutputLayer) {
                names.add(LABELS);
            }
        }
        addNames(names, "mask of features", graph.getInputMaskArrays());
        addNames(names, "mask of labels", graph.getLabelMaskArrays());
        return names;
    }

    private static void addNames(List<String> names, String name, INDArray @Nullable [] arrays) {
        names.addAll(Collections.nCopies(arrays == null ? 1 : arrays.length, name));
    }

    private static void addAll(List<@Nullable INDArray> batch, INDArray @Nullable [] arrays) {
        if (arrays == null) {
            batch.add(null);
        } else {
            Collections.addAll(batch, arrays);
        }
    }

    @Override
    public int iteration() {
        return graph.getIterationCount();
    }

    @Override
    public int epoch() {
        return graph.getEpochCount();
    }

    @Override
    public Object configuration() {
        return graph.getConfiguration();
    }

    @Override
    public Object configurationFrom(String json) {
        return ComputationGraphConfiguration.fromJson(json);
    }

    @Override
    public String updaterBlocks() {
        return Layers.blocks(graph.getUpdater());
    }

    @Override
    public void renewUpdater() {
        graph.setUpdater(null);
    }

    @Override
    public List<Layer> passedLayers() {
        return layerVertices().map(GraphVertex::getLayer).toList();
    }

    @Override
    public void makeGradients() {
        if (graph.getGradientsViewArray() == null) {
            graph.initGradientsView();
        }
    }

    @Override
    public void replaceLayer(int index, Layer layer) {
        layerVertices().skip(index).findFirst().orElseThrow().setLayer(layer);
    }

    private Stream<org.deeplearning4j.nn.graph.vertex.impl.LayerVertex> layerVertices() {
        return Stream.of(graph.getVertices())
                .filter(org.deeplearning4j.nn.graph.vertex.impl.LayerVertex.class::isInstance)
                .map(org.deeplearning4j.nn.graph.vertex.impl.LayerVertex.class::cast);
    }

    @Override
    public double score() {
        return graph.score();
    }

    @Override
    public List<Layer> allLayers() {
        return List.of(graph.getLayers());
    }

    @Override
    public List<org.deeplearning4j.nn.conf.layers.Layer> outputLayers() {
        return graph.getConfiguration().getNetworkOutputs().stream()
                .map(graph::getLayer)
                .map(layer -> layer.conf().getLayer())
                .toList();
    }

    @Override
    public void setCounts(int iteration, int epoch) {
        graph.getConfiguration().setIterationCount(iteration);
        graph.getConfiguration().setEpochCount(epoch);
        Layers.setCounts(allLayers(), iteration, epoch);
    }

    @Override
    public void setScore(double score) {
        graph.setScore(score);
    }
}
