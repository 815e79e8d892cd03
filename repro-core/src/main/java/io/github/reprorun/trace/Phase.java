package io.github.reprorun.trace;

/** The part of a step of training in which two runs can diverge. Immutable, hence safe to share between threads. */
public enum Phase {
    /** A different network, or a network with different layers, was trained. */
    NETWORK,
    /** The steps do not line up: a different iteration, epoch or sub-step, or one trace ended. */
    SEQUENCE,
    /** Different data was consumed. */
    BATCH,
    /** The generators were in different states. */
    GENERATOR,
    /** The forward pass gave different results: activations, score. */
    FORWARD,
    /** The backward pass gave a different gradient. */
    GRADIENT,
    /** The updater made a different step from the same gradient, or kept a different state. */
    UPDATE,
    /** The parameters differ. */
    PARAMETERS,
    /** All steps are the same, but the results made from them are not. */
    RESULT
}
