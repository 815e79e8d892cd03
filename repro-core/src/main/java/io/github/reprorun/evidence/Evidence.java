package io.github.reprorun.evidence;

import java.util.function.Function;

/**
 * A fact that was observed, or the reason why it could not be. Never null, a default, or dropped. Immutable if its value
 * is, hence then safe to share between threads.
 *
 * @param <T> the type of the observed value
 */
public sealed interface Evidence<T> {
    /** Calls the one function that applies and returns its result. */
    <R> R fold(Function<? super T, ? extends R> observed, Function<String, ? extends R> unavailable);

    /** A fact that was seen to be {@code value}. */
    static <T> Evidence<T> observed(T value) {
        return new Observed<>(value);
    }

    /** A fact that could not be seen, because of {@code reason}. */
    static <T> Evidence<T> unavailable(String reason) {
        return new Unavailable<>(reason);
    }

    /**
     * An observed fact.
     *
     * @param value what was seen
     */
    record Observed<T>(T value) implements Evidence<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> observed, Function<String, ? extends R> unavailable) {
            return observed.apply(value);
        }
    }

    /**
     * A fact that could not be seen.
     *
     * @param reason why not, in a phrase; not blank
     */
    record Unavailable<T>(String reason) implements Evidence<T> {
        /** @throws IllegalArgumentException if {@code reason} is blank */
        public Unavailable {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("an unavailable fact must say why");
            }
        }

        @Override
        public <R> R fold(Function<? super T, ? extends R> observed, Function<String, ? extends R> unavailable) {
            return unavailable.apply(reason);
        }
    }
}
