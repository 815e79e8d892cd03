package io.github.reprorun.internal.agent.place;

import java.util.function.Supplier;

/**
 * A separate value for each {@linkplain CurrentPlace place} in the program, as a {@link ThreadLocal} has one for each
 * thread: where the agent knows a task's place, the task has its own, whichever thread runs it. The value is let go
 * with the place.
 *
 * <p>Safe for use by several threads.
 *
 * @param <T> the type of the values
 */
public final class PlaceLocal<T> {
    private final Supplier<T> initial;

    /** @param initial makes a place's value at the first request there; never null */
    public PlaceLocal(Supplier<T> initial) {
        this.initial = initial;
    }

    /** The value in the running thread's or task's place. */
    @SuppressWarnings("unchecked")
    public T get() {
        return (T) TaskPlace.current().value(this, initial);
    }
}
