package io.github.reprorun.trace;

/**
 * What is missing at the end of a trace that was not completed. Immutable, hence safe to share between threads.
 *
 * @param entries the number of whole records before
 * @param ignored the bytes after them, which are not used
 * @param problem what is wrong there: a line of text
 */
public record TraceTear(long entries, long ignored, String problem) {}
