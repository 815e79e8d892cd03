package io.github.reprorun.trace;

import java.util.Optional;

/**
 * The quantities of a step that a trace can hold, in causal order: where an earlier quantity differs, a later one
 * differs because of it. Immutable, hence safe to share between threads.
 */
public enum Quantity {
    /** Digest of the features, labels and masks that were consumed. */
    BATCH("batch", Phase.BATCH),
    /** Digest of the state of the training thread's generator, after the draws of the forward and backward passes. */
    GENERATOR("generator", Phase.GENERATOR),
    /** Digest of the parameters that enter the forward pass: after constraints, and after what user code did between steps. */
    PARAMETERS_IN("parameters-in", Phase.PARAMETERS),
    /** Digest of a layer's output. */
    ACTIVATIONS("activations", Phase.FORWARD),
    /** The score as IEEE 754 binary64, not a digest. */
    SCORE("score", Phase.FORWARD),
    /** Digest of the gradient before the updater saw it. */
    GRADIENT("gradient", Phase.GRADIENT),
    /** Digest of what the updater made of the gradient and subtracted from the parameters. */
    UPDATE("update", Phase.UPDATE),
    /** Digest of the updater's state after the step. */
    UPDATER_STATE("updater-state", Phase.UPDATE),
    /** Digest of the parameters after the step, before constraints. */
    PARAMETERS("parameters", Phase.PARAMETERS);

    private final String label;
    private final Phase phase;

    Quantity(String label, Phase phase) {
        this.label = label;
        this.phase = phase;
    }

    /** The name in a trace's header and in reports: lower case, ASCII. */
    public String label() {
        return label;
    }

    /** The part of a step that a difference in this quantity belongs to. */
    public Phase phase() {
        return phase;
    }

    /** 2 for a value in IEEE 754 binary64, 1 for a {@link Digest64}: the code in a trace's header. */
    int kind() {
        return this == SCORE ? 2 : 1;
    }

    static Optional<Quantity> labelled(String label) {
        for (Quantity quantity : values()) {
            if (quantity.label.equals(label)) {
                return Optional.of(quantity);
            }
        }
        return Optional.empty();
    }
}
