package io.github.reprorun.base.concurrent;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work that the calling thread shares with a second one: both claim pieces of it until none is left. Safe for use by several
 * threads.
 */
public final class TwoThreads {
    private final Runnable claims;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private TwoThreads(Runnable claims) {
        this.claims = claims;
    }

    /**
     * Runs {@code claims} in the calling thread and in a daemon thread called {@code name}, and returns when both have
     * returned. An interrupt is kept for later.
     *
     * @throws RuntimeException what {@code claims} threw first, an {@link Error} too
     */
    public static void run(String name, Runnable claims) {
        TwoThreads work = new TwoThreads(claims);
        Thread second = new Thread(work::attempt, name);
        second.setDaemon(true);
        second.start();
        work.attempt();
        Joining.await(second);
        Throwable thrown = work.failure.get();
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    private void attempt() {
        try {
            claims.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
