package io.github.reprorun.internal.agent.place;

import java.util.Map;

/**
 * The place of the running thread or task in the program. It depends not on which thread runs, but on what started it
 * and in which order. Two runs of one program give the same place the same key, on every JDK, whichever worker of a
 * pool takes a task.
 *
 * <p>A thread's place is its parent's and the number among the threads that the same class made in that parent; the
 * thread inherits it when it is constructed, with and without the agent. A task's place comes from the task that
 * submits it and is known under the agent only; without the agent a task has its worker's place.
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
     * Leaves {@code number} to the threads and tasks that start here from now on, such as a seed that the program chose
     * and on which their seeds depend.
     */
    public static void bequeath(long number) {
        TaskPlace.current().bequeath(number);
    }

    /** The last number bequeathed to or in the running thread or task; 0 if there is none. */
    public static long bequest() {
        return TaskPlace.current().bequest();
    }

    /**
     * Whether the place is the same in every run. It is not the same in a pool's worker between tasks, nor in a thread
     * that the JVM or native code started.
     */
    public static boolean isOrdered() {
        return TaskPlace.current().ordered;
    }

    /**
     * Takes the running thread, and all threads and tasks that it starts, out of the program: the agent neither
     * controls nor reports its draws, and the files it opens are not the program's. For code that only observes. The
     * thread must inherit nothing.
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

    /** How often each label was requested in the running thread's or task's place: its part of a checkpoint. */
    public static Map<String, Integer> counts() {
        return TaskPlace.current().counts();
    }

    /** Puts the count of {@code label} in the running thread's or task's place to what {@link #counts} gave, or to 0. */
    public static void setCount(String label, int count) {
        TaskPlace.current().setCount(label, count);
    }
}
