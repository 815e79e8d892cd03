package io.github.reprorun.manifest;

import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;

/** Why a run ended, as far as readers of a manifest have to tell one end from another. */
public enum Ending {
    /** It trained to the end, and all is as it was declared. */
    SUCCEEDED,

    /** It trained to the end, and its results are not what it had declared: there is all that there is to compare. */
    BROKE_EXPECTATION,

    /** It asked its run for something that cannot be meant. */
    MISUSED,

    /** It failed otherwise. */
    FAILED,

    /** It was a re-run, stopped where it parts from the run it repeats: what it had not come to by then says nothing. */
    STOPPED_AT_DIVERGENCE,

    /** It was stopped otherwise. */
    INTERRUPTED;

    /** How the cause of a re-run begins that was stopped because it parted from the run it repeats. */
    public static final String DIVERGED = "stopped where it parts from the run it repeats: ";

    /** @param cause in the words of the manifest, which begin with the class of an exception where there was one */
    static Ending of(RunStatus status, String cause) {
        return switch (status) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED ->
                cause.startsWith(BrokenExpectationException.class.getName())
                        ? BROKE_EXPECTATION
                        : cause.startsWith(UsageException.class.getName()) ? MISUSED : FAILED;
            case INTERRUPTED -> cause.startsWith(DIVERGED) ? STOPPED_AT_DIVERGENCE : INTERRUPTED;
        };
    }
}
