package io.github.reprorun.internal.agent.place;

import java.util.Map;

/**
 * Where in the program the running thread or task is: not which thread it happens to be, but by whom and in which order it
 * was begun. Two runs of one program give the same place the same key, on every JDK, whichever worker of a pool takes a
 * task.
 *
 * <p>A thread's place is its parent's and the number among the threads that the same class made in that parent; it is
 * inherited when the thread is constructed, with and without the agent. A task's place, by the task that hands it over, is
 * known under the agent only; without it a task has its worker's.
 *
 * <p>Safe for use by several threads.
 */
public final class CurrentPlace {
    private CurrentPlace() {}

    /** The key of the running thread's or task's place. */
    public static long current() {
        return TaskPlace.current().key;
    }

    /** The place in words, such as {@code main/com.acme.Loader#0}; for people, not unique for tasks. */
    public static String path() {
        return TaskPlace.current().path;
    }

    /**
     * Leaves {@code number} to the threads and tasks that are begun here from now on: a seed that the program chose, say,
     * on which theirs are to depend.
     */
    public static void bequeath(long number) {
        TaskPlace.current().bequeath(number);
    }

    /** What was bequeathed last to or in the running thread or task; 0 if nothing was. */
    public static long bequest() {
        return TaskPlace.current().bequest();
    }

    /**
     * Whether the place is the same in every run. It is not in a pool's worker between tasks, nor in a thread that the JVM
     * or native code began.
     */
    public static boolean isOrdered() {
        return TaskPlace.current().ordered;
    }

    /**
     * Takes the running thread, and all that it begins, out of the program: what it draws is left to chance and not reported,
     * and the files it opens are not the program's. For code that only watches. The thread is to be one that inherits nothing.
     *
     * @param name for people
     */
    public static void standApart(String name) {
        TaskPlace.standApart(name);
    }

    /** Whether the running thread or task {@linkplain #standApart stands apart}. */
    public static boolean isApart() {
        return TaskPlace.isApart();
    }

    /** How often each label was asked for in the running thread's or task's place: its part of a checkpoint. */
    public static Map<String, Integer> counts() {
        return TaskPlace.current().counts();
    }

    /** Puts the count of {@code label} in the running thread's or task's place to what {@link #counts} gave, or to 0. */
    public static void setCount(String label, int count) {
        TaskPlace.current().setCount(label, count);
    }
}
