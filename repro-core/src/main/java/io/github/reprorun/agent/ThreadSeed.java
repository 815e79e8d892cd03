package io.github.reprorun.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state that {@code ThreadLocalRandom} keeps in the thread, exchanged while a task runs. Until a thread uses it, its
 * probe is 0 and the state is set when it begins, from the place where that happens.
 */
final class ThreadSeed {
    private static final VarHandle SEED = handle("threadLocalRandomSeed", long.class);
    private static final VarHandle PROBE = handle("threadLocalRandomProbe", int.class);

    private ThreadSeed() {}

    /** The running thread goes from one place to a task's. */
    static void save(Context here, Context task) {
        Thread thread = Thread.currentThread();
        here.savedThreadSeed = (int) PROBE.get(thread) == 0 ? here.threadSeed() : (long) SEED.get(thread);
        SEED.set(thread, task.threadSeed());
    }

    /** The running thread comes back from a task's place. */
    static void restore(Context here) {
        SEED.set(Thread.currentThread(), here.savedThreadSeed);
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
