package io.github.reprorun.internal.agent.place;

import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * Gives each task that a pool receives its place in the program: the place of the task that submits it, and its number
 * among the tasks submitted there. The worker that takes the task enters that place while it runs. Safe for use by
 * several threads.
 */
public final class Tasks {
    private static final PendingTasks PENDING = new PendingTasks();

    private Tasks() {}

    public static void accept(@Nullable Object task, int what) {
        if (what == JdkBridge.LEAVE) {
            TaskPlace back = TaskPlace.leave();
            if (back != null) {
                ThreadSeed.restore(back);
            }
        } else if (task != null) {
            begin(task, what);
        }
    }

    private static void begin(Object task, int what) {
        if (what == JdkBridge.ENTER) {
            TaskPlace place = PENDING.take(task);
            if (place != null) {
                ThreadSeed.save(TaskPlace.current(), place);
            }
            TaskPlace.enter(place);
        } else if (what == JdkBridge.HAND_OVER && !(task instanceof ForkJoinTask<?>)) {
            PENDING.add(task, TaskPlace.current().task(TaskLabel.of(task)));
        } else {
            PENDING.addIfAbsent(task, TaskLabel.of(task));
        }
    }
}
