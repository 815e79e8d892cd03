package io.github.reprorun.dl4j.internal.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of a network's recurrent layers for {@code rnnTimeStep}. Stateless. */
public final class Recurrent {
    private Recurrent() {}

    /** Receives each recurrent layer of a network. */
    interface Consumer {
        void accept(int index, BaseRecurrentLayer<?> layer);
    }

    static void each(NetworkState.Whole network, Consumer consumer) {
        List<Layer> layers = network.allLayers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof BaseRecurrentLayer<?> layer) {
                consumer.accept(i, layer);
            }
        }
    }

    public static Map<BaseRecurrentLayer<?>, Map<String, INDArray>> remembered(NetworkState.Whole network) {
        Map<BaseRecurrentLayer<?>, Map<String, INDArray>> remembered = new LinkedHashMap<>();
        each(network, (index, layer) -> remembered.put(layer, layer.rnnGetPreviousState()));
        return remembered;
    }

    public static void remember(Map<BaseRecurrentLayer<?>, Map<String, INDArray>> remembered) {
        remembered.forEach((layer, state) -> layer.rnnSetPreviousState(state));
    }
}
