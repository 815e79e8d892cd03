package io.github.reprorun.compare;

/**
 * What the two runs declared beforehand of a difference between them. Immutable, hence safe to share between threads.
 *
 * @param holds whether the difference is one that was allowed
 * @param text how far off it is against what was declared, on one line
 */
public record Allowance(boolean holds, String text) {}
