package io.github.reprorun.agent;

import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * Gives each task that is handed to a pool its place in the program: the place of the task that hands it over, and the
 * number among those that one handed over. Whichever worker takes it enters that place while it runs. Safe for use by
 * several threads.
 */
final class Tasks {
    private static final PendingTasks PENDING = new PendingTasks();

    private Tasks() {}

    static void accept(@Nullable Object task, int what) {
        if (what == Relay.LEAVE) {
            Context back = Context.leave();
            if (back != null) {
                ThreadSeed.restore(back);
            }
        } else if (task != null) {
            begin(task, what);
        }
    }

    private static void begin(Object task, int what) {
        if (what == Relay.ENTER) {
            Context place = PENDING.take(task);
            if (place != null) {
                ThreadSeed.save(Context.current(), place);
            }
            Context.enter(place);
        } else if (what == Relay.HAND_OVER && !(task instanceof ForkJoinTask<?>)) {
            PENDING.add(task, Context.current().task(TaskLabel.of(task)));
        } else {
            PENDING.addIfAbsent(task, TaskLabel.of(task));
        }
    }
}
