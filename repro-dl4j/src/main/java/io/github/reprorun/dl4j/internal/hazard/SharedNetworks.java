package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.dl4j.internal.network.IdentityMap;
import java.lang.Thread.State;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which thread trained each network last, and whether the next one waited for it. Two threads that train one network do so in
 * any order, unless one hands it over to the other: then the first has ended, or waits for the end of the second or for work.
 * A thread that waits for a lock hands nothing over, and neither does one that is training. Safe for use by several threads.
 */
final class SharedNetworks {
    /** How long a thread that has handed a network over may take until it waits or ends. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final Duration GLANCE = Duration.ofNanos(50_000);

    private static final Set<String> NETWORKS =
            Set.of(FrameworkNames.MULTI_LAYER_NETWORK, FrameworkNames.COMPUTATION_GRAPH, FrameworkNames.SAME_DIFF);

    private final IdentityMap<Object, Training> trainings = new IdentityMap<>();
    private final IdentityMap<Thread, Training> lastOf = new IdentityMap<>();
    private final IdentityMap<Thread, Boolean> workers = new IdentityMap<>();

    private volatile @Nullable Step last;

    /** A network and the thread that trained it, both held weakly. */
    private record Step(WeakReference<Object> network, WeakReference<Thread> thread) {}

    /** What is known of a network. */
    private static final class Training {
        private WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
        private boolean isNamed;
    }

    /** The current thread is a worker of the library's, which hands its network over when it has trained a batch. */
    synchronized void isWorker() {
        workers.get(Thread.currentThread(), () -> true);
    }

    /** Whether the current thread, which is about to train {@code network}, is the first seen not to wait for another. */
    boolean isContested(Object network) {
        Thread current = Thread.currentThread();
        Step before = last;
        if (before != null && before.network.refersTo(network) && before.thread.refersTo(current)) {
            return false;
        }
        Training training;
        Thread previous;
        synchronized (this) {
            training = trainings.get(network, Training::new);
            previous = training.thread.get();
            training.thread = new WeakReference<>(current);
            lastOf.put(current, training);
            last = new Step(new WeakReference<>(network), new WeakReference<>(current));
            if (training.isNamed
                    || previous == null
                    || previous == current
                    || workers.find(previous).isPresent()
                    || workers.find(current).isPresent()) {
                return false;
            }
        }
        boolean contested = goesOn(previous, training);
        synchronized (this) {
            boolean isFirst = contested && !training.isNamed;
            training.isNamed |= contested;
            return isFirst;
        }
    }

    private boolean goesOn(Thread previous, Training training) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            State state = previous.getState();
            if (state == State.BLOCKED || waitsForLock(previous) || trains(previous, training)) {
                return true;
            }
            if (state != State.RUNNABLE) {
                return false;
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        } while (System.nanoTime() - deadline < 0);
        return false;
    }

    private static boolean waitsForLock(Thread thread) {
        Object blocker = LockSupport.getBlocker(thread);
        if (blocker == null) {
            return false;
        }
        String name = blocker.getClass().getName();
        return name.startsWith("java.util.concurrent.locks.Reentrant")
                || name.startsWith("java.util.concurrent.locks.StampedLock")
                || name.startsWith("java.util.concurrent.Semaphore");
    }

    /** Whether it trains this network, not one that it has turned to since. */
    private boolean trains(Thread thread, Training training) {
        synchronized (this) {
            if (lastOf.find(thread).filter(training::equals).isEmpty()) {
                return false;
            }
        }
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(NETWORKS::contains);
    }
}
