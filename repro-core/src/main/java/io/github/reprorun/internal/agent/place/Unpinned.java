package io.github.reprorun.internal.agent.place;

/**
 * A source of chance that is not held in this JVM. Immutable, hence safe to share between threads.
 *
 * @param what the source
 * @param reason why it is not held
 */
public record Unpinned(String what, String reason) {}
