package io.github.reprorun.dl4j.internal.network;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The size of a network in training, which decides how long an iteration and the digests of its state take. The
 * estimates are for two cores of a fast server of 2023 (docs/rationale.md has measurements of another one); on a
 * different machine training and digests are slower or faster together. Immutable, hence safe to share between threads.
 *
 * @param parameters their number
 * @param layers the number of layers that have any
 * @param uses how often a parameter is used in a forward pass, summed over those that are used once for each example
 * @param positionedUses the same, summed over those that are used at many positions or time steps of each example
 */
public record NetworkSize(long parameters, int layers, double uses, double positionedUses) {
    private static final double ITERATION_NANOS = 300_000;
    private static final double LAYER_NANOS = 40_000;
    private static final double PARAMETER_NANOS = 1.5;
    private static final double USE_NANOS = 0.035;
    /** Convolutions rearrange their input, and recurrent layers compute step by step. */
    private static final double POSITIONED_USE_NANOS = 0.42;

    /** The fixed cost of a step: batch, generator, score, the record. */
    public static final double STEP_NANOS = 2500;

    private static final double DIGEST_LAYER_NANOS = 100;
    private static final double DIGEST_ELEMENT_NANOS = 0.22;

    /**
     * The size of a network in training.
     *
     * @param outputs a layer's output, or null if it is not known
     * @param examples the size of the batch
     */
    public static NetworkSize of(
            List<LayerSlice> layers, Function<LayerSlice, @Nullable INDArray> outputs, long examples) {
        long parameters = 0;
        double uses = 0;
        double positionedUses = 0;
        for (LayerSlice layer : layers) {
            INDArray output = outputs.apply(layer);
            parameters += layer.length();
            if (output == null || output.rank() <= 2) {
                uses += (double) layer.length() * examples;
            } else {
                positionedUses += (double) layer.length() * output.length() / output.size(1);
            }
        }
        return new NetworkSize(parameters, layers.size(), uses, positionedUses);
    }

    /** The time of an iteration. */
    public double iterationNanos() {
        return ITERATION_NANOS
                + layers * LAYER_NANOS
                + parameters * PARAMETER_NANOS
                + uses * USE_NANOS
                + positionedUses * POSITIONED_USE_NANOS;
    }

    /** The time to digest {@code arrays} arrays of the parameters' size. */
    public double digestNanos(int arrays) {
        return arrays * (layers * DIGEST_LAYER_NANOS + parameters * DIGEST_ELEMENT_NANOS);
    }
}
