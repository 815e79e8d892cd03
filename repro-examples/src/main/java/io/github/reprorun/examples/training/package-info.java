/**
 * The parts that the trainings of the examples share. Start reading at
 * {@link io.github.reprorun.examples.training.LossPerEpoch}.
 */
@NullMarked
package io.github.reprorun.examples.training;

import org.jspecify.annotations.NullMarked;
