package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.checkpoint.Part;
import io.github.reprorun.failure.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of everything that a network keeps from one iteration to the next: the configuration, which training may change,
 * parameters, which include the running means of batch normalization, the updater's state, counts, score, and the memory
 * of recurrent layers. The copy lies outside the heap until its parts are closed. Confined to one thread at a time.
 *
 * @param facts counts and score, by dotted name
 * @param parts the arrays
 */
public record NetworkImage(SortedMap<String, String> facts, List<Part> parts) {
    public static final String ITERATION = "network.iteration";
    public static final String EPOCH = "network.epoch";
    private static final String SCORE = "network.score";
    private static final String BLOCKS = "network.updaterBlocks";
    private static final String FROZEN = "network.frozenLayers";
    private static final String CONFIGURATION = "configuration";
    private static final String PARAMETERS = "parameters";
    private static final String UPDATER_STATE = "updaterState";
    private static final String FROZEN_GRADIENT = "frozen/gradient/";
    private static final String PREVIOUS = "recurrent/previous/";
    private static final String TRUNCATED = "recurrent/truncated/";

    public NetworkImage {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        parts = List.copyOf(parts);
    }

    public static NetworkImage of(NetworkState.Whole network) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put(ITERATION, Integer.toString(network.iteration()));
        facts.put(EPOCH, Integer.toString(network.epoch()));
        facts.put(SCORE, Long.toString(Double.doubleToRawLongBits(network.score())));
        facts.put(BLOCKS, network.updaterBlocks());
        facts.put(FROZEN, FrozenLayers.of(network));
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(CONFIGURATION, network.configurationJson().getBytes(StandardCharsets.UTF_8)));
        network.parameters().ifPresent(array -> parts.add(ArrayCopy.of(PARAMETERS, array)));
        network.updaterState().ifPresent(array -> parts.add(ArrayCopy.of(UPDATER_STATE, array)));
        FrozenLayers.each(network, (index, layer) -> addGradient(parts, FROZEN_GRADIENT + index, layer));
        Recurrent.each(network, (index, layer) -> {
            addRemembered(parts, PREVIOUS + index + "/", layer.rnnGetPreviousState());
            addRemembered(parts, TRUNCATED + index + "/", layer.rnnGetTBPTTState());
        });
        return new NetworkImage(facts, parts);
    }

    /**
     * A layer that was frozen while its network trained computes no gradient, so the last one remains and is applied at
     * each further step. Of a network that was made with the layer frozen it is zero.
     */
    private static void addGradient(List<Part> parts, String name, Layer frozen) {
        Layers.unlessEmpty(frozen.getGradientsViewArray())
                .filter(gradient -> gradient.amaxNumber().doubleValue() != 0)
                .ifPresent(gradient -> parts.add(ArrayCopy.of(name, gradient)));
    }

    private static void addRemembered(List<Part> parts, String prefix, Map<String, INDArray> remembered) {
        MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            remembered.forEach((name, array) -> parts.add(Part.of(prefix + name, bytes(array))));
        } finally {
            outside.close();
        }
    }

    private static byte[] bytes(INDArray array) {
        try {
            return Nd4j.toByteArray(array.dup());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sets {@code network} to the state in {@code checkpoint}.
     *
     * @return whether the configuration could be restored too
     * @throws RefusedException if that belongs to a network of a different shape
     */
    public static boolean restore(CheckpointFile checkpoint, NetworkState.Whole network) {
        network.setCounts((int) checkpoint.number(ITERATION), (int) checkpoint.number(EPOCH));
        boolean isConfigured = restoreConfiguration(checkpoint, network);
        restore(checkpoint, PARAMETERS, network.parameters());
        restore(checkpoint, UPDATER_STATE, network.updaterState());
        if (checkpoint.parts().keySet().stream().anyMatch(part -> part.startsWith(FROZEN_GRADIENT))) {
            network.makeGradients();
            FrozenLayers.each(network, (index, layer) -> {
                if (checkpoint.parts().containsKey(FROZEN_GRADIENT + index)) {
                    restore(checkpoint, FROZEN_GRADIENT + index, Layers.unlessEmpty(layer.getGradientsViewArray()));
                }
            });
        }
        network.setScore(Double.longBitsToDouble(checkpoint.number(SCORE)));
        Recurrent.each(network, (index, layer) -> {
            layer.rnnSetPreviousState(remembered(checkpoint, PREVIOUS + index + "/"));
            layer.rnnSetTBPTTState(remembered(checkpoint, TRUNCATED + index + "/"));
        });
        return isConfigured;
    }

    /**
     * The updater holds objects of the configuration, so it is made anew only if its state would have a different layout.
     */
    private static boolean restoreConfiguration(CheckpointFile checkpoint, NetworkState.Whole network) {
        String json = new String(checkpoint.bytes(CONFIGURATION), StandardCharsets.UTF_8);
        boolean isConfigured = NetworkConfiguration.restore(network, json);
        String blocks = checkpoint.fact(BLOCKS);
        boolean isLaidOut = network.updaterBlocks().equals(blocks);
        isConfigured &= FrozenLayers.restore(network, checkpoint.fact(FROZEN));
        if (!isLaidOut) {
            network.renewUpdater();
            isLaidOut = network.updaterBlocks().equals(blocks);
        }
        return isConfigured && isLaidOut;
    }

    private static void restore(CheckpointFile checkpoint, String part, Optional<INDArray> array) {
        CheckpointFile.Extent extent = checkpoint.parts().get(part);
        long saved = extent == null ? 0 : extent.length();
        long now = array.map(each -> each.length() * each.dataType().width()).orElse(0L);
        if (saved != now) {
            throw new RefusedException(
                    checkpoint.path().toString(),
                    saved + " bytes of " + part,
                    now + " in the network that the program makes; was it changed?");
        }
        array.ifPresent(each -> ArrayCopy.restore(checkpoint, part, each));
    }

    private static Map<String, INDArray> remembered(CheckpointFile checkpoint, String prefix) {
        Map<String, INDArray> remembered = new HashMap<>();
        for (String part : checkpoint.parts().tailMap(prefix).keySet()) {
            if (part.startsWith(prefix)) {
                remembered.put(part.substring(prefix.length()), Nd4j.fromByteArray(checkpoint.bytes(part)));
            }
        }
        return remembered;
    }

    /** Frees the copies. */
    void close() {
        parts.forEach(Part::close);
    }
}
