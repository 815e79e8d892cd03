package io.github.reprorun.internal.record;

import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of one run to one listener, in a separate daemon thread that stands apart from the program's. The
 * listener is dropped when it throws, when too many events wait for it, or when its time is up; it receives no events
 * after that. Safe for use by several threads.
 */
final class ListenerDelivery implements Runnable {
    private final String name;
    private final Supplier<? extends RunListener> source;
    private final int capacity;
    private final Consumer<ListenerDelivery> whenDropped;
    private final ArrayDeque<RunEvent> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean telling = true; // Until the listener exists.
    private boolean closed;
    private boolean dropped;
    private @Nullable Throwable thrown;
    private String problem = "";

    /**
     * @param name of the listener's class
     * @param source gives the listener; called once, in that thread
     * @param capacity how many events may wait
     * @param whenDropped called by the thread that finds out
     */
    private ListenerDelivery(
            String name, Supplier<? extends RunListener> source, int capacity, Consumer<ListenerDelivery> whenDropped) {
        this.name = name;
        this.source = source;
        this.capacity = capacity;
        this.whenDropped = whenDropped;
        // inherits nothing, because a thread that is constructed in the program's place would be counted there
        this.thread = new Thread(null, this, "reprorun-listener", 0, false);
    }

    /** Begins to wait for events. */
    static ListenerDelivery begin(
            String name, Supplier<? extends RunListener> source, int capacity, Consumer<ListenerDelivery> whenDropped) {
        ListenerDelivery delivery = new ListenerDelivery(name, source, capacity, whenDropped);
        delivery.thread.setDaemon(true);
        delivery.thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        delivery.thread.start();
        return delivery;
    }

    String name() {
        return name;
    }

    /** Why the listener was dropped, if it was. */
    synchronized Optional<String> problem() {
        if (!dropped) {
            return Optional.empty();
        }
        return Optional.of(thrown == null ? problem : "it threw " + FailureText.of(thrown));
    }

    /** Leaves {@code event} for the listener; returns at once. */
    void offer(RunEvent event) {
        if (!accepts(event)) {
            whenDropped.accept(this);
        }
    }

    /** @return false if that was one event too many */
    private synchronized boolean accepts(RunEvent event) {
        if (dropped || closed) {
            return true;
        }
        if (waiting.size() == capacity) {
            drop("it was " + capacity + " events behind, and no more are kept");
            return false;
        }
        try {
            waiting.add(event);
        } catch (OutOfMemoryError e) { // which must not become the training's
            thrown = e;
            drop("");
            return false;
        }
        notifyAll();
        return true;
    }

    @Override
    public void run() {
        try {
            CurrentPlace.standApart(name);
            RunListener listener = source.get();
            for (RunEvent event = next(); event != null; event = next()) {
                event.tell(listener);
            }
        } catch (Throwable failure) { // No exception here may fail the run, and recording it needs no memory.
            if (threw(failure)) {
                announce();
            }
        }
    }

    private void announce() {
        try {
            whenDropped.accept(this);
        } catch (Error unsaid) {
            // There may be no memory for the message; then the end of the run reports it.
        }
    }

    private synchronized @Nullable RunEvent next() throws InterruptedException {
        telling = false;
        notifyAll();
        while (waiting.isEmpty() && !closed && !dropped) {
            wait();
        }
        telling = !waiting.isEmpty();
        return waiting.poll();
    }

    /** @return false if the listener was dropped already, and it may well end with an exception */
    private synchronized boolean threw(Throwable failure) {
        if (dropped) {
            return false;
        }
        thrown = failure;
        drop("");
        return true;
    }

    /** The caller holds the lock. */
    private void drop(String why) {
        dropped = true;
        problem = why;
        waiting.clear();
        notifyAll();
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    /**
     * Returns when the listener has processed all events, and drops it if that takes longer than {@code deadline}. An
     * interrupt of the calling thread ends the waiting, and the thread stays interrupted.
     *
     * @param deadline as {@link System#nanoTime} counts
     * @param patience the time allowed, for people
     */
    void settle(long deadline, String patience) {
        if (!isSettledBy(deadline, patience)) {
            whenDropped.accept(this);
        }
    }

    private synchronized boolean isSettledBy(long deadline, String patience) {
        long left = deadline - System.nanoTime();
        boolean interrupted = false;
        try {
            while (!dropped && (telling || !waiting.isEmpty()) && left > 0) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
        }
        if (dropped || (!telling && waiting.isEmpty())) {
            return true;
        }
        String events = (waiting.size() + 1) + " of the run's events";
        drop(
                interrupted
                        ? events + " had not reached it when the thread that ends the run was interrupted"
                        : "it had not taken in " + events + " within " + patience);
        return false;
    }

    /** Signals that no further events follow; the thread ends when the listener returns. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
