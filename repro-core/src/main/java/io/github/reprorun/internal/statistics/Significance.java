package io.github.reprorun.internal.statistics;

/**
 * What a test of pairs gave. All tests here are two-sided: they ask whether the two differ, in whichever direction.
 * Immutable, hence safe to share between threads.
 *
 * @param statistic what the test looks at; each test says what it is
 * @param pairs how many pairs the test used
 * @param pValue how likely a statistic at least as far from the middle is if the two do not differ
 * @param leastPValue the smallest p-value that so many pairs can give: if it is above the threshold, the test could not have
 *     found a difference
 * @param method how the p-value was computed
 */
public record Significance(double statistic, int pairs, double pValue, double leastPValue, Method method) {
    /** How a p-value was computed. */
    public enum Method {
        /** From all possible outcomes. */
        EXACT,
        /** From outcomes drawn at random, by a named stream of random numbers. */
        MONTE_CARLO,
        /** From the normal distribution, which the exact one comes near to. */
        NORMAL
    }

    /** @throws IllegalArgumentException if a p-value is not from 0 to 1 */
    public Significance {
        requireProbability(pValue);
        requireProbability(leastPValue);
    }

    static void requireProbability(double pValue) {
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("a p-value is from 0 to 1, not " + pValue);
        }
    }
}
