package io.github.reprorun.base.concurrent;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that a separate thread begins at once, for a result that nobody waits for yet. Safe for use by several threads.
 *
 * <p>That thread may meet an {@link Error} that it did not cause: a training that uses up the heap leaves no memory for
 * it either. Then the caller that needs the result does the work again.
 */
public final class BackgroundResult<T> {
    private final Supplier<T> work;
    private final Thread thread;
    private @Nullable T result;
    private @Nullable RuntimeException failure;
    private @Nullable Error error;

    private BackgroundResult(Supplier<T> work, String name) {
        this.work = work;
        this.thread = new Thread(this::attempt, name);
    }

    /** Begins {@code work} in a daemon thread called {@code name}. */
    public static <T> BackgroundResult<T> begin(String name, Supplier<T> work) {
        BackgroundResult<T> ahead = new BackgroundResult<>(work, name);
        ahead.thread.setDaemon(true);
        ahead.thread.start();
        return ahead;
    }

    /** Needs no memory to record that there was none. */
    private void attempt() {
        try {
            result = work.get();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            error = e;
        }
    }

    /**
     * The result, after the work is done; an interrupt is kept for later.
     *
     * @throws RuntimeException what the work threw
     */
    public T result() {
        Joining.await(thread);
        return finished();
    }

    private synchronized T finished() {
        if (failure != null) {
            throw failure;
        }
        if (result == null) {
            result = again();
        }
        return result;
    }

    private T again() {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            if (error != null) {
                e.addSuppressed(error);
            }
            throw e;
        }
    }
}
