package io.github.reprorun.dl4j.internal.end;

import io.github.reprorun.dl4j.internal.network.IdentityMap;
import io.github.reprorun.dl4j.internal.network.ModelNames;
import io.github.reprorun.evidence.Resource;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Digests what every model that trained was in the end: at the end of the run, or in the background when the program has
 * dropped it before. Which of the two does not show. Safe for use by several threads.
 */
public final class EndStates implements AutoCloseable {
    /** More than a search over configurations has; a manifest has room for them. */
    private static final int LISTED = 1024;

    private final ModelNames names;
    private final Consumer<Resource> record;
    private final EndDigests digests;
    private final IdentityMap<Object, EndState> states = new IdentityMap<>();
    private final Set<EndState> open = new HashSet<>();
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
    private @Nullable Thread digesting;
    private boolean closed;

    /** @param record takes what is known when this is closed */
    public EndStates(ModelNames names, Consumer<Resource> record) {
        this(names, record, LISTED);
    }

    EndStates(ModelNames names, Consumer<Resource> record, int listed) {
        this.names = names;
        this.record = record;
        this.digests = new EndDigests(listed);
    }

    /** The state of {@code model}, which trains or is about to: the same object each time. */
    public synchronized EndState trained(ModelKind kind, Object model) {
        return states.get(model, () -> begun(kind, model));
    }

    /** The program is about to free the arrays of {@code model}, which end with it. */
    public void frees(Object model) {
        Optional<EndState> state;
        synchronized (this) {
            state = states.find(model);
        }
        state.ifPresent(this::digest);
    }

    private EndState begun(ModelKind kind, Object model) {
        EndState state = new EndState(names.of(model, kind.word()), kind, model, dropped);
        state.hold(model);
        open.add(state);
        if (digesting == null && !closed) {
            Thread thread = new Thread(this::digestDropped, "reprorun-end-states");
            thread.setDaemon(true);
            digesting = thread;
            thread.start();
        }
        return state;
    }

    private void digestDropped() {
        try {
            while (true) {
                digest((EndState) dropped.remove());
            }
        } catch (InterruptedException atTheEnd) {
            // Whatever is left is digested by who ends the run.
        }
    }

    private void digest(EndState state) {
        boolean first;
        synchronized (this) {
            first = open.remove(state);
        }
        if (first) {
            digests.add(state.name(), state.digests());
        }
    }

    /** Digests what has not been dropped, and records all; once. */
    @Override
    public void close() {
        List<EndState> left;
        Thread thread;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            left = List.copyOf(open);
            thread = digesting;
        }
        if (thread != null) {
            end(thread);
        }
        left.forEach(this::digest);
        digests.resources().forEach(record);
    }

    /** Waits for what {@code thread} is at; an interrupt is kept for later. */
    private static void end(Thread thread) {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
