package io.github.reprorun.internal.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a run has opened, closed in reverse order, unless the run ends with the JVM. Confined to one thread. */
final class OpenedResources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean kept;

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Leaves all of it open. */
    void keepOpen() {
        kept = true;
    }

    boolean areKeptOpen() {
        return kept;
    }

    /** Closes all, even if one of them cannot be closed; throws the first failure, which has the others as suppressed. */
    @Override
    public void close() {
        Throwable first = null;
        while (!kept && !opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Throwable failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw unchecked(first);
        }
    }

    /** Throws {@code failure} as it is: none of what a run opens throws a checked exception when it is closed. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
