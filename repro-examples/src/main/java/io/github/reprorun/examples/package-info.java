/**
 * Programs as a user of the library would write them, with its public API alone: two trainings, and
 * {@link io.github.reprorun.examples.Quickstart}, which takes one of them from a new key to the verdict on a re-run.
 * Start reading at {@link io.github.reprorun.examples.fraud.FraudDetection}.
 */
@NullMarked
package io.github.reprorun.examples;

import org.jspecify.annotations.NullMarked;
