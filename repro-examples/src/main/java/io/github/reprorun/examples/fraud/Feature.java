package io.github.reprorun.examples.fraud;

import java.util.List;

/** Turns one column of the table into numbers that a network can learn from. Immutable, hence safe to share. */
sealed interface Feature permits Category, HourOfDay, Quantity {
    /** The column that is read. */
    String column();

    /** The names of the numbers, one for each. */
    List<String> names();

    /** The numbers for {@code claim}, in the order of {@link #names}. */
    double[] encode(Claim claim);

    /** The values learned from the training part, with every number in full. */
    String learned();
}
