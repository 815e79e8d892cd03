package io.github.reprorun.manifest;

import java.time.Instant;

/**
 * A run that was interrupted and taken up again. Immutable, hence safe to share between threads.
 *
 * @param ended how the process before ended, as far as it could record that
 * @param reached the last checkpoint that had been written by then, such as {@code epoch 2, file …, iteration 120}
 * @param resumedOn wall-clock time in UTC; advisory
 * @param resumedFrom where training went on, such as {@code iteration 120, epoch 2}
 */
public record Interruption(String ended, String reached, Instant resumedOn, String resumedFrom) {}
