package io.github.reprorun.junit;

/** What separates the runs of a {@link Reproducible} test from each other. Immutable, as every enum. */
public enum Isolation {
    /**
     * Each run has a pinned JVM of its own, as a launched run has: with the agent, and with numerics, charset, locale and
     * time zone fixed before it starts. What the test prints comes out on standard error.
     */
    FRESH_JVM,

    /**
     * The runs follow one another in the JVM of the tests, as executed runs do: the run's streams and the generators of
     * extensions, such as those of a library of numerics, begin anew. Quick, but without the agent: it does not control
     * unseeded generators of the JDK, and static state survives from one run to the next. Such runs wait for each
     * other; a test that trains beside them in the same JVM draws from the same generators, and disturbs them.
     */
    IN_PROCESS
}
