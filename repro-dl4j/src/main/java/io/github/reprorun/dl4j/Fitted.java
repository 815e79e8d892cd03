package io.github.reprorun.dl4j;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The outcome of a training. Immutable, hence safe to share between threads.
 *
 * @param epochs how many epochs it took
 * @param stoppedEarly whether it was stopped because it did not improve any more
 * @param bestEpoch the best epoch, 1 for the first; empty without validation data, or where no measure was a number
 * @param best the watched measure after that epoch
 */
public record Fitted(int epochs, boolean stoppedEarly, OptionalInt bestEpoch, OptionalDouble best) {}
