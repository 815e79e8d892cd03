package io.github.reprorun.agent;

import org.jspecify.annotations.Nullable;

/** Gives each task that is handed to a pool its place in the program, whichever worker takes it. */
final class Tasks {
    private Tasks() {}

    static void accept(@Nullable Object task, int what) {}
}
