package io.github.reprorun.manifest;

/** How a run ended. */
public enum RunStatus {
    /** The training returned. */
    SUCCEEDED,
    /** The training threw. */
    FAILED,
    /** The JVM was asked to end before the training did. */
    INTERRUPTED
}
