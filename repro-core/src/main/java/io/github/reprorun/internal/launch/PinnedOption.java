package io.github.reprorun.internal.launch;

/**
 * An option of the {@code java} command that a pinned run is started with. Immutable, hence safe to share between threads.
 *
 * @param text the option as it is written
 * @param reason the difference between runs or machines without it
 */
public record PinnedOption(String text, String reason) {}
