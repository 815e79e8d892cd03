package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.dl4j.internal.network.IdentityMap;
import java.lang.ref.WeakReference;

/**
 * Which threads ask a {@code ParallelInference}. One that asks in batches puts together what comes at about the same time from
 * several threads, and the last bits of a product of matrices depend on how many rows there are. Safe for use by several
 * threads.
 */
final class SharedInference {
    private static final String IN_BATCHES = "BATCHED";

    private final IdentityMap<Object, Asked> asked = new IdentityMap<>();

    /** Who asked first, and whether it is known that others do too. */
    private static final class Asked {
        private final WeakReference<Thread> first = new WeakReference<>(Thread.currentThread());
        private boolean isNamed;
    }

    /** Whether the current thread is the second that asks {@code inference}, and this works in batches. */
    synchronized boolean isShared(Object inference) {
        Asked before = asked.get(inference, Asked::new);
        if (before.isNamed || before.first.refersTo(Thread.currentThread())) {
            return false;
        }
        before.isNamed = true;
        return InstanceField.of(inference, "inferenceMode").get().toString().equals(IN_BATCHES);
    }
}
