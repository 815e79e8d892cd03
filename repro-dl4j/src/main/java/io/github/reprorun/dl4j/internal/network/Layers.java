package io.github.reprorun.dl4j.internal.network;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** Queries on layers that both kinds of networks share. Stateless. */
final class Layers {
    private Layers() {}

    static void setCounts(List<Layer> layers, int iteration, int epoch) {
        for (Layer layer : layers) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(epoch);
        }
    }

    /** Dropout was drawn in the forward pass, and is not drawn again. */
    static Optional<INDArray> output(Layer layer) {
        return layer instanceof BaseOutputLayer<?> output
                ? Optional.of(output.activate(true, LayerWorkspaceMgr.noWorkspaces()))
                : Optional.empty();
    }

    static Optional<INDArray> unlessEmpty(@Nullable INDArray array) {
        return array == null || array.isEmpty() || array.length() == 0 ? Optional.empty() : Optional.of(array);
    }

    /** See {@link NetworkState.Whole#updaterBlocks}. */
    static String blocks(Object updater) {
        StringBuilder blocks = new StringBuilder();
        if (updater instanceof BaseMultiLayerUpdater<?> ofSeveral) {
            for (UpdaterBlock block : ofSeveral.getUpdaterBlocks()) {
                blocks.append(block.getParamOffsetStart())
                        .append('-')
                        .append(block.getParamOffsetEnd())
                        .append(' ')
                        .append(kind(block))
                        .append(' ');
            }
        }
        return blocks.toString();
    }

    /** An updater that has not updated yet is made of the present configuration when it does. */
    private static String kind(UpdaterBlock block) {
        GradientUpdater<?> made = block.getGradientUpdater();
        UpdaterBlock.ParamState first = block.getLayersAndVariablesInBlock().get(0);
        IUpdater configured =
                made != null ? made.getConfig() : first.getLayer().getConfig().getUpdaterByParam(first.getParamName());
        return configured == null ? "none" : configured.getClass().getName();
    }
}
