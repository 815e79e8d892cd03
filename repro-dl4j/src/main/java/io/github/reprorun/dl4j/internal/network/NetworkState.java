package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.failure.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parts of a network, common to both of Deeplearning4j's kinds. A view: as safe between threads as the network. */
public interface NetworkState {
    /** A name of an array that a network is trained on. */
    String FEATURES = "features";

    /** A name of an array that a network should output. */
    String LABELS = "labels";

    /**
     * The state of {@code model}.
     *
     * @throws UsageException if it is neither a {@link MultiLayerNetwork} nor a {@link ComputationGraph}
     */
    static Whole of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return new LayerNetwork(network);
        } else if (model instanceof ComputationGraph graph) {
            return new GraphNetwork(graph);
        }
        throw new UsageException(
                model.getClass().getName(), "only a MultiLayerNetwork or a ComputationGraph can be saved or followed");
    }

    /** The configuration as Deeplearning4j's own JSON. */
    String configurationJson();

    /** Every configuration that carries a seed. */
    List<NeuralNetConfiguration> configurations();

    /** All parameters as one array, or empty if the network has none. */
    Optional<INDArray> parameters();

    /** All the updater's state as one array, or empty if its kind keeps none. */
    Optional<INDArray> updaterState();

    /** The layers, or vertices, that have parameters, in the order in which these lie in {@link #parameters}. */
    default List<LayerSlice> layers() {
        return everyLayer().stream().filter(layer -> layer.length() > 0).toList();
    }

    /** The layers, or vertices, in forward order. */
    List<LayerSlice> everyLayer();

    /** The results of the output layers for the current batch; read after the backward pass. */
    Map<LayerSlice, INDArray> outputs();

    /**
     * The gradient, or the update that the updater put in its place, laid out as {@link #parameters}; null before
     * training.
     */
    @Nullable
    INDArray gradient();

    /** The current batch: inputs, labels, masks, each array or null; the same number at each step. */
    List<@Nullable INDArray> batch();

    /** The names of the arrays of {@link #batch}, one for each. */
    List<String> batchNames();

    /** The iterations done so far. */
    int iteration();

    /** The epochs done so far. */
    int epoch();

    /** The size of the current batch. */
    default long examples() {
        INDArray first = batch().get(0);
        return first == null || first.rank() == 0 ? 1 : first.size(0);
    }

    /** A network that {@code fit} trains, whose state between two iterations can be read and set. */
    sealed interface Whole extends NetworkState permits LayerNetwork, GraphNetwork {
        /** The configuration, which training may change. */
        Object configuration();

        /** The configuration that {@link #configurationJson} gave as {@code json}. */
        Object configurationFrom(String json);

        /**
         * The ranges of parameters that are updated together, each with the kind of its updater; they decide the layout
         * of the updater's state.
         */
        String updaterBlocks();

        /** Makes a new updater by the present configuration; its state has to be set. */
        void renewUpdater();

        /** The layers that a batch passes, with whatever freezes them, in an order that the configuration decides. */
        List<Layer> passedLayers();

        /** Makes the arrays of gradients, unless they are there. */
        void makeGradients();

        /** Puts {@code layer} in place of {@link #passedLayers}' element at {@code index}. */
        void replaceLayer(int index, Layer layer);

        /** The score of the last iteration. */
        double score();

        /** The layers, in an order that the configuration decides. */
        List<Layer> allLayers();

        /** The configurations of the layers that give its outputs. */
        List<org.deeplearning4j.nn.conf.layers.Layer> outputLayers();

        /** Sets the counts of the network and of its layers to the position of the training. */
        void setCounts(int iteration, int epoch);

        /** Sets the score to that of the last iteration. */
        void setScore(double score);
    }
}
