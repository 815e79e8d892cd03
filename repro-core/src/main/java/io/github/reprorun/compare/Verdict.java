package io.github.reprorun.compare;

/** Whether a run reproduced, in one word. */
public enum Verdict {
    /** Every output byte and metric bit is the same, from the same inputs, parameters and seed. */
    REPRODUCED,
    /** The metrics differ no more than was declared before the run. */
    WITHIN_TOLERANCE,
    /** Something the run made, or was given, differs. */
    DIVERGED,
    /** The claim could not be tested. */
    UNVERIFIABLE
}
