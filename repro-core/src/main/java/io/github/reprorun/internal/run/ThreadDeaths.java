package io.github.reprorun.internal.run;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.record.FailureText;
import java.util.function.Consumer;

/**
 * Observes threads that die of an uncaught exception while a run lasts: the training continues without them, so its
 * result may depend on when they died. The JVM handles them as before. Safe for use by several threads.
 */
public final class ThreadDeaths implements Thread.UncaughtExceptionHandler, AutoCloseable {
    public static final String KIND = "thread that died of an uncaught exception";

    private final Consumer<Hazard> run;
    private final Thread.UncaughtExceptionHandler former;
    private volatile boolean open = true;

    private ThreadDeaths(Consumer<Hazard> run, Thread.UncaughtExceptionHandler former) {
        this.run = run;
        this.former = former;
    }

    /** Reports to {@code run} until it is closed. */
    static ThreadDeaths watch(Consumer<Hazard> run) {
        Thread.UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        ThreadDeaths deaths = new ThreadDeaths(run, former == null ? ThreadDeaths::print : former);
        Thread.setDefaultUncaughtExceptionHandler(deaths);
        return deaths;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (open && !CurrentPlace.isApart()) {
            run.accept(hazard(thread, failure));
        }
        former.uncaughtException(thread, failure);
    }

    private static Hazard hazard(Thread thread, Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return new Hazard(
                KIND,
                stack.length == 0 ? failure.getClass().getName() : stack[0].getClassName(),
                stack.length == 0 ? -1 : Math.max(-1, stack[0].getLineNumber()),
                1,
                Hazard.Treatment.UNCONTROLLED,
                "catch it in the thread \"" + FailureText.encodable(thread.getName()) + "\", or let the training fail: "
                        + FailureText.of(failure));
    }

    /** As the JVM prints it if no handler is set. */
    private static void print(Thread thread, Throwable failure) {
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }

    /** Restores the former handler, unless other code has replaced this one. */
    @Override
    public void close() {
        open = false;
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(former);
        }
    }
}
