package io.github.reprorun.dl4j;

import io.github.reprorun.failure.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network consists of, alike for both of Deeplearning4j's kinds. A view: as safe between threads as the network. */
sealed interface NetworkState {
    /**
     * The state of {@code model}.
     *
     * @throws UsageException if it is neither a {@link MultiLayerNetwork} nor a {@link ComputationGraph}
     */
    static NetworkState of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return new OfLayers(network);
        } else if (model instanceof ComputationGraph graph) {
            return new OfGraph(graph);
        }
        throw new UsageException(
                model.getClass().getName(), "only a MultiLayerNetwork or a ComputationGraph can be saved or followed");
    }

    /** The configuration as Deeplearning4j's own JSON. */
    String configurationJson();

    /** Every configuration that carries a seed. */
    List<NeuralNetConfiguration> configurations();

    /** All parameters as one array, or empty where the network has none. */
    Optional<INDArray> parameters();

    /** All the updater's state as one array, or empty where its kind keeps none. */
    Optional<INDArray> updaterState();

    private static Optional<INDArray> unlessEmpty(@Nullable INDArray array) {
        return array == null || array.isEmpty() || array.length() == 0 ? Optional.empty() : Optional.of(array);
    }

    /**
     * A stack of layers.
     *
     * @param network the network
     */
    record OfLayers(MultiLayerNetwork network) implements NetworkState {
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
    }

    /**
     * A graph of vertices.
     *
     * @param graph the network
     */
    record OfGraph(ComputationGraph graph) implements NetworkState {
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
    }
}
