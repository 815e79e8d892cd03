package io.github.reprorun.trace;

/** The part of a step of training in which two runs can part. Immutable, hence safe to share between threads. */
public enum Phase {
    /** Another network, or a network with other layers, was trained. */
    NETWORK,
    /** The steps do not line up: another iteration, epoch or sub-step, or one trace ended. */
    SEQUENCE,
    /** Other data was consumed. */
    BATCH,
    /** The generators stood elsewhere. */
    GENERATOR,
    /** The forward pass went otherwise: activations, score. */
    FORWARD,
    /** The backward pass gave another gradient. */
    GRADIENT,
    /** The updater made another step of the same gradient, or kept another state. */
    UPDATE,
    /** The parameters differ. */
    PARAMETERS,
    /** All steps are the same, and what was made of them is not. */
    RESULT
}
