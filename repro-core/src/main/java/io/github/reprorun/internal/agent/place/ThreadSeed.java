package io.github.reprorun.internal.agent.place;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The state that {@code ThreadLocalRandom} keeps in the thread, replaced while a task runs. Until a thread uses it, its
 * probe is 0; the first use sets the state from the place where that happens.
 */
final class ThreadSeed {
    private static final VarHandle SEED = handle("threadLocalRandomSeed", long.class);
    private static final VarHandle PROBE = handle("threadLocalRandomProbe", int.class);

    private ThreadSeed() {}

    /** Moves the running thread from one place to a task's. */
    static void save(TaskPlace here, TaskPlace task) {
        Thread thread = Thread.currentThread();
        here.savedThreadSeed = (int) PROBE.get(thread) == 0 ? here.threadSeed() : (long) SEED.get(thread);
        SEED.set(thread, task.threadSeed());
    }

    /** Moves the running thread back from a task's place. */
    static void restore(TaskPlace here) {
        SEED.set(Thread.currentThread(), here.savedThreadSeed);
    }

    /** The running thread's state; empty if the thread has not used it yet. */
    static List<Long> position() {
        Thread thread = Thread.currentThread();
        return (int) PROBE.get(thread) == 0 ? List.of() : List.of((long) SEED.get(thread));
    }

    /** Sets the running thread's state to {@code position}, or without one to the initial state in {@code here}. */
    static void moveTo(TaskPlace here, List<Long> position) {
        ThreadLocalRandom.current(); // Initialises it now, because a later initialisation would overwrite the state.
        SEED.set(Thread.currentThread(), position.isEmpty() ? here.threadSeed() : position.get(0));
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findVarHandle(Thread.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
