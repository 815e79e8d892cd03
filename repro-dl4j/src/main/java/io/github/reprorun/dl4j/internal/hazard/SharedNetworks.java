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
 * A thread that waits for a lock hands nothing over, and neither does one that is training, waits for a time, or goes on with
 * something else: it may have told the second thread to begin, but that cannot be seen. Safe for use by several threads.
 */
final class SharedNetworks {
    /** How long a thread that has handed a network over may take until it waits or ends, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration FIRST_GLANCE = Duration.ofNanos(50_000);
    private static final Duration LAST_GLANCE = Duration.ofMillis(10);

    /** The frames at the top of a stack in which a thread is that has gone to sleep. */
    private static final int TOP = 6;

    /** Where threads of the JDK wait for the time of their next task. */
    private static final Set<String> TIMETABLES = Set.of(
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue",
            "java.util.concurrent.DelayQueue",
            "java.util.TimerThread");

    private static final Set<String> NETWORKS =
            Set.of(FrameworkNames.MULTI_LAYER_NETWORK, FrameworkNames.COMPUTATION_GRAPH, FrameworkNames.SAME_DIFF);

    private final IdentityMap<Object, Training> trainings = new IdentityMap<>();
    private final IdentityMap<Thread, Training> lastOf = new IdentityMap<>();
    private final IdentityMap<Thread, Boolean> workers = new IdentityMap<>();

    private final Duration patience;

    private volatile @Nullable Step last;

    SharedNetworks() {
        this(PATIENCE);
    }

    /** @param patience how long a thread may take until it waits or ends */
    SharedNetworks(Duration patience) {
        this.patience = patience;
    }

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
        long begun = System.nanoTime();
        long glance = FIRST_GLANCE.toNanos();
        while (true) {
            State state = previous.getState();
            if (state == State.TERMINATED) {
                return false;
            }
            StackTraceElement[] stack = previous.getStackTrace();
            if (state == State.BLOCKED || waitsForLock(previous) || trains(previous, stack, training)) {
                return true;
            }
            if (state != State.RUNNABLE) {
                return state == State.TIMED_WAITING && waitsForTime(previous, stack);
            }
            if (isBetweenTasks(stack)) {
                return false;
            }
            if (System.nanoTime() - begun >= patience.toNanos()) {
                return true;
            }
            LockSupport.parkNanos(glance);
            glance = Math.min(2 * glance, LAST_GLANCE.toNanos());
        }
    }

    /** Whether it goes on when some time has passed, whatever others do. */
    private static boolean waitsForTime(Thread thread, StackTraceElement[] stack) {
        boolean isParked = false;
        for (int i = 0; i < stack.length; i++) {
            String type = stack[i].getClassName();
            boolean sleeps = stack[i].getMethodName().startsWith("sleep")
                    && (type.equals("java.lang.Thread") || type.equals("java.lang.VirtualThread"));
            if (TIMETABLES.contains(type) || (i < TOP && sleeps)) {
                return true;
            }
            isParked |= i < TOP && type.equals(LockSupport.class.getName());
        }
        return isParked && LockSupport.getBlocker(thread) == null;
    }

    /** Whether it runs nothing of a program: it has done its task, and is about to wait for the next or to end. */
    private static boolean isBetweenTasks(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .map(StackTraceElement::getClassName)
                .allMatch(type -> type.startsWith("java.") || type.startsWith("jdk."));
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
    private boolean trains(Thread thread, StackTraceElement[] stack, Training training) {
        synchronized (this) {
            if (lastOf.find(thread).filter(training::equals).isEmpty()) {
                return false;
            }
        }
        return Arrays.stream(stack).map(StackTraceElement::getClassName).anyMatch(NETWORKS::contains);
    }
}
