package io.github.reprorun.compare;

/** Whether a run reproduced, in one word. */
public enum Verdict {
    /**
     * There was something to compare, and from the same inputs, parameters and seed every output byte, metric bit, traced step
     * and end state of a network is the same.
     */
    REPRODUCED,
    /**
     * From the same inputs, parameters and seed, every output and metric that differs was declared beforehand, and differs
     * no more than that.
     */
    WITHIN_TOLERANCE,
    /** Something the run made, or was given, differs. */
    DIVERGED,
    /** The claim could not be tested: there was nothing to compare, above all. */
    UNVERIFIABLE
}
