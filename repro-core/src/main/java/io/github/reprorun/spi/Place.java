package io.github.reprorun.spi;

import io.github.reprorun.evidence.Hazard;

/**
 * Where in the program the running thread or task is: identified not by the thread, but by the code that started it and
 * the order of starting. A generator that is seeded by its place, as by {@code run.seed().derive("numbers/" +
 * place.key())}, draws the same in every run, whichever worker of a pool takes a task. Immutable, hence safe to share
 * between threads.
 *
 * @param key the same for the same place of two runs of one program
 * @param path the place in words, such as {@code main/com.acme.Loader#0}; for people, not unique for tasks
 * @param isOrdered whether the place is the same in every run. It is not in a pool's worker between tasks, nor in a thread
 *     that native code began: what is drawn there is a {@link Hazard}
 */
public record Place(long key, String path, boolean isOrdered) {}
