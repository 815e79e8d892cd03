/**
 * One result under many environments and on many processors: {@code ./mvnw -Pportability verify} runs all of it and writes
 * the tables of {@code docs/portability.md}, the usual tests run a little of it. Start reading at
 * {@link io.github.reprorun.examples.portability.CarelessTraining}.
 */
@NullMarked
package io.github.reprorun.examples.portability;

import org.jspecify.annotations.NullMarked;
