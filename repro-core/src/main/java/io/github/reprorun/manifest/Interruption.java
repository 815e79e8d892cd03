package io.github.reprorun.manifest;

import java.time.Instant;

/**
 * A run that was interrupted and taken up again. Immutable, hence safe to share between threads.
 *
 * @param resumedOn wall-clock time in UTC; advisory
 * @param resumedFrom where training went on, such as {@code iteration 120, epoch 2}
 */
public record Interruption(Instant resumedOn, String resumedFrom) {}
