package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.dl4j.internal.network.IdentityMap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The copies of a network that the workers of a {@code ParallelWrapper} train. Bare, the first worker trains the network
 * itself as soon as it has a batch, and each other worker copies it whenever its thread gets that far: before the first
 * step, after it or in the midst of it. Here no worker is given a batch before every worker has its copy. Safe for use by
 * several threads.
 */
final class Replicas {
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final IdentityMap<Object, CountDownLatch> copied = new IdentityMap<>();
    private final IdentityMap<Object, Boolean> ready = new IdentityMap<>();

    /** What became of the copies of a wrapper's workers, which are others in each {@code fit}. */
    enum State {
        /** They were ready before. */
        KNOWN,
        /** They became ready, or a worker failed, of which the wrapper tells the program. */
        READY,
        /** They were still being made when the time was over. */
        NOT_YET
    }

    /** The {@code ParallelWrapper} of a worker. */
    static Object wrapperOf(Object trainer) {
        return InstanceField.of(trainer, "parallelWrapper").get();
    }

    /** The worker {@code trainer} has its copy. */
    void isCopied(Object trainer) {
        latch(trainer).countDown();
    }

    /** Waits until all workers of the wrapper of {@code trainer}, which is about to be given a batch, have their copies. */
    State await(Object trainer, Duration patience) {
        Object wrapper;
        List<Object> workers;
        synchronized (this) {
            if (ready.find(trainer).isPresent()) {
                return State.KNOWN;
            }
            wrapper = wrapperOf(trainer);
            workers = List.of((Object[]) InstanceField.of(wrapper, "zoo").get());
            workers.forEach(each -> ready.put(each, true));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (Object each : workers) {
            if (!await(each, wrapper, deadline)) {
                return State.NOT_YET;
            }
        }
        return State.READY;
    }

    private boolean await(Object trainer, Object wrapper, long deadline) {
        CountDownLatch latch = latch(trainer);
        try {
            while (!latch.await(GLANCE.toNanos(), TimeUnit.NANOSECONDS)) {
                if (isSet(trainer, "isStopped") || isSet(wrapper, "exceptionEncountered")) {
                    return true;
                }
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A worker whose thread has not started has no such field yet. */
    private static boolean isSet(Object owner, String field) {
        return InstanceField.of(owner, field)
                .find()
                .map(value -> ((AtomicBoolean) value).get())
                .orElse(false);
    }

    private synchronized CountDownLatch latch(Object trainer) {
        return copied.get(trainer, () -> new CountDownLatch(1));
    }
}
