package io.github.reprorun.compare;

/** Whether a run reproduced, in one word. */
public enum Verdict {
    /** Every output byte and metric bit is the same, from the same inputs, parameters and seed. */
    REPRODUCED,
    /**
     * From the same inputs, parameters and seed, every output and metric that differs was declared beforehand, and differs
     * no more than that.
     */
    WITHIN_TOLERANCE,
    /** Something the run made, or was given, differs. */
    DIVERGED,
    /** The claim could not be tested. */
    UNVERIFIABLE
}
