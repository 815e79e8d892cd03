package io.github.reprorun.dl4j.bench;

/** Benchmarks that are read together, measured one after the other. */
interface Section {
    /** The heading. */
    String title();

    /** What is compared with what, in a sentence or two. */
    String explanation();

    /** Measures, and adds a line for each figure as soon as it is known. */
    void measure(Report report) throws Exception;
}
