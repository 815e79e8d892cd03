/**
 * Finds fraud in a table of motor insurance claims. Start reading at {@link
 * io.github.reprorun.examples.fraud.FraudDetection}.
 */
@NullMarked
package io.github.reprorun.examples.fraud;

import org.jspecify.annotations.NullMarked;
