package io.github.reprorun;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that a thread of its own begins at once, for a result that nobody waits for yet. Safe for use by several threads. */
final class Ahead<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Ahead() {}

    /** Begins {@code work} in a daemon thread called {@code name}. */
    static <T> Ahead<T> begin(String name, Supplier<T> work) {
        Ahead<T> ahead = new Ahead<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        ahead.result.complete(work.get());
                    } catch (Throwable e) {
                        ahead.result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return ahead;
    }

    /** What came of it, once it is done; throws what the work threw. */
    T result() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
