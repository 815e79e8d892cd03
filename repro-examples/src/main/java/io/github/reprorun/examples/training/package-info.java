/**
 * What the trainings of the examples have in common. Start reading at {@link
 * io.github.reprorun.examples.training.LossPerEpoch}.
 */
@NullMarked
package io.github.reprorun.examples.training;

import org.jspecify.annotations.NullMarked;
