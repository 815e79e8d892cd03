package io.github.reprorun.trace;

import io.github.reprorun.evidence.Sha256;

/**
 * A place between two records of a trace, for a checkpoint to keep and for {@link TraceWriter#resume} to continue at.
 * Immutable, hence safe to share between threads.
 *
 * @param offset the length of the file up to here, in bytes
 * @param head the head of the chain here: it depends on every byte before
 */
public record TracePosition(long offset, Sha256 head) {
    /** @throws IllegalArgumentException if {@code offset} is negative */
    public TracePosition {
        if (offset < 0) {
            throw new IllegalArgumentException("a position in a trace is not negative, and this one is " + offset);
        }
    }
}
