package io.github.reprorun.dl4j;

import io.github.reprorun.failure.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network consists of, alike for both of Deeplearning4j's kinds. A view: as safe between threads as the network. */
sealed interface NetworkState {
    /** A name of what a network is trained on. */
    String FEATURES = "features";

    /** A name of what a network is to give. */
    String LABELS = "labels";

    /**
     * The state of {@code model}.
     *
     * @throws UsageException if it is neither a {@link MultiLayerNetwork} nor a {@link ComputationGraph}
     */
    static Whole of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return new OfLayers(network);
        } else if (model instanceof ComputationGraph graph) {
            return new OfGraph(graph);
        }
        throw new UsageException(
                model.getClass().getName(), "only a MultiLayerNetwork or a ComputationGraph can be saved or followed");
    }

    /** The state of one layer of a network while it is trained by itself. */
    static NetworkState ofPretrained(Layer layer) {
        return new OfPretrainedLayer(layer);
    }

    /** The configuration as Deeplearning4j's own JSON. */
    String configurationJson();

    /** Every configuration that carries a seed. */
    List<NeuralNetConfiguration> configurations();

    /** All parameters as one array, or empty where the network has none. */
    Optional<INDArray> parameters();

    /** All the updater's state as one array, or empty where its kind keeps none. */
    Optional<INDArray> updaterState();

    /** The layers, or vertices, that have parameters, in the order in which these lie in {@link #parameters}. */
    default List<LayerSlice> layers() {
        return everyLayer().stream().filter(layer -> layer.length() > 0).toList();
    }

    /** The layers, or vertices, in forward order. */
    List<LayerSlice> everyLayer();

    /** What the output layers give for the batch it is trained on just now; asked after the backward pass. */
    Map<LayerSlice, INDArray> outputs();

    /** The gradient, or in its place what the updater made of it, laid out as {@link #parameters}; null before training. */
    @Nullable
    INDArray gradient();

    /** What the network is trained on just now: inputs, labels, masks, each or null; the same number at each step. */
    List<@Nullable INDArray> batch();

    /** What the arrays of {@link #batch} are, one for each. */
    List<String> batchNames();

    /** The iterations done so far. */
    int iteration();

    /** The epochs done so far. */
    int epoch();

    /** The size of the batch it is trained on just now. */
    default long examples() {
        INDArray first = batch().get(0);
        return first == null || first.rank() == 0 ? 1 : first.size(0);
    }

    /** A network that {@code fit} trains, whose state between two iterations can be read and set. */
    sealed interface Whole extends NetworkState {
        /** The score of the last iteration. */
        double score();

        /** The layers, in an order that the configuration decides. */
        List<Layer> allLayers();

        /** The configurations of the layers that give its outputs. */
        List<org.deeplearning4j.nn.conf.layers.Layer> outputLayers();

        /** Puts the counts of the network and of its layers to where training is. */
        void setCounts(int iteration, int epoch);

        /** Puts the score to that of the last iteration. */
        void setScore(double score);
    }

    private static void setCounts(List<Layer> layers, int iteration, int epoch) {
        for (Layer layer : layers) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(epoch);
        }
    }

    /** Dropout was drawn in the forward pass, and is not drawn again. */
    private static Optional<INDArray> output(Layer layer) {
        return layer instanceof BaseOutputLayer<?> output
                ? Optional.of(output.activate(true, LayerWorkspaceMgr.noWorkspaces()))
                : Optional.empty();
    }

    private static Optional<INDArray> unlessEmpty(@Nullable INDArray array) {
        return array == null || array.isEmpty() || array.length() == 0 ? Optional.empty() : Optional.of(array);
    }

    /**
     * A stack of layers.
     *
     * @param network the network
     */
    record OfLayers(MultiLayerNetwork network) implements Whole {
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
            return unlessEmpty(network.params());
        }

        @Override
        public Optional<INDArray> updaterState() {
            return unlessEmpty(network.getUpdater().getStateViewArray());
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
            return output(network.getOutputLayer())
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
            NetworkState.setCounts(allLayers(), iteration, epoch);
        }

        @Override
        public void setScore(double score) {
            network.setScore(score);
        }
    }

    /**
     * A graph of vertices.
     *
     * @param graph the network
     */
    record OfGraph(ComputationGraph graph) implements Whole {
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
            return unlessEmpty(graph.params());
        }

        @Override
        public Optional<INDArray> updaterState() {
            return unlessEmpty(graph.getUpdater().getStateViewArray());
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
                    output(vertex.getLayer()).ifPresent(array -> outputs.put(slice, array));
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
            NetworkState.setCounts(allLayers(), iteration, epoch);
        }

        @Override
        public void setScore(double score) {
            graph.setScore(score);
        }
    }

    /**
     * One layer, trained without labels before the rest of its network.
     *
     * @param layer the layer
     */
    record OfPretrainedLayer(Layer layer) implements NetworkState {
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
            return unlessEmpty(layer.params());
        }

        /** Deeplearning4j does not show it. */
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
            return List.of(new LayerSlice(
                    name == null ? "layer" + layer.getIndex() : name, layer.getIndex(), layer.numParams()));
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
}
