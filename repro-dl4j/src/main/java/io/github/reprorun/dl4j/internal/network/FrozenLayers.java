package io.github.reprorun.dl4j.internal.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;

/**
 * Which layers of a network are frozen. A listener may freeze and thaw them: Deeplearning4j then puts the layer into
 * another or takes it out, which changes no configuration. Stateless.
 */
final class FrozenLayers {
    private static final char TRAINED = '-';
    private static final char FROZEN = 'f';
    private static final char FROZEN_WITH_BACKPROP = 'b';

    private FrozenLayers() {}

    /** A letter for each layer of {@code network}. */
    static String of(NetworkState.Whole network) {
        StringBuilder letters = new StringBuilder();
        for (Layer layer : network.passedLayers()) {
            letters.append(letter(layer));
        }
        return letters.toString();
    }

    /**
     * Freezes and thaws the layers of {@code network} as {@code letters} says.
     *
     * @return whether they are so now
     */
    static boolean restore(NetworkState.Whole network, String letters) {
        List<Layer> layers = network.passedLayers();
        if (layers.size() != letters.length()) {
            return false;
        }
        for (int i = 0; i < letters.length(); i++) {
            if (letter(layers.get(i)) != letters.charAt(i)) {
                network.replaceLayer(i, frozen(thawed(layers.get(i)), letters.charAt(i)));
            }
        }
        return of(network).equals(letters);
    }

    /** Receives a layer of a network. */
    interface Consumer {
        void accept(int index, Layer layer);
    }

    /** Gives each frozen layer to {@code consumer}. */
    static void each(NetworkState.Whole network, Consumer consumer) {
        List<Layer> layers = network.passedLayers();
        for (int i = 0; i < layers.size(); i++) {
            if (letter(layers.get(i)) != TRAINED) {
                consumer.accept(i, layers.get(i));
            }
        }
    }

    private static char letter(Layer layer) {
        return layer instanceof FrozenLayer
                ? FROZEN
                : layer instanceof FrozenLayerWithBackprop ? FROZEN_WITH_BACKPROP : TRAINED;
    }

    private static Layer thawed(Layer layer) {
        return layer instanceof FrozenLayer frozen
                ? frozen.getInsideLayer()
                : layer instanceof FrozenLayerWithBackprop frozen ? frozen.getInsideLayer() : layer;
    }

    private static Layer frozen(Layer layer, char letter) {
        return switch (letter) {
            case FROZEN -> new FrozenLayer(layer);
            case FROZEN_WITH_BACKPROP -> new FrozenLayerWithBackprop(layer);
            default -> layer;
        };
    }
}
