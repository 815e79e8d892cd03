package io.github.reprorun.dl4j.internal.listener;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object of the JDK that holds one value, which can be set. Immutable, hence safe to share between threads.
 *
 * @param type its class
 */
record Holder(Class<?> type, Function<Object, @Nullable Object> getter, BiConsumer<Object, @Nullable Object> setter) {
    private static final List<Holder> ALL = List.of(
            holder(AtomicBoolean.class, AtomicBoolean::get, (holder, value) -> holder.set((Boolean) present(value))),
            holder(AtomicInteger.class, AtomicInteger::get, (holder, value) -> holder.set((Integer) present(value))),
            holder(AtomicLong.class, AtomicLong::get, (holder, value) -> holder.set((Long) present(value))),
            new Holder(AtomicReference.class, holder -> ((AtomicReference<?>) holder).get(), Holder::setReference),
            holder(LongAdder.class, LongAdder::sum, (holder, value) -> {
                holder.reset();
                holder.add((Long) present(value));
            }),
            holder(DoubleAdder.class, DoubleAdder::sum, (holder, value) -> {
                holder.reset();
                holder.add((Double) present(value));
            }));

    private static <H> Holder holder(
            Class<H> type, Function<H, @Nullable Object> getter, BiConsumer<H, @Nullable Object> setter) {
        return new Holder(
                type,
                holder -> getter.apply(type.cast(holder)),
                (holder, value) -> setter.accept(type.cast(holder), value));
    }

    private static Object present(@Nullable Object value) {
        return Objects.requireNonNull(value, "a number or truth value");
    }

    @SuppressWarnings("unchecked") // What it held before was put there by the program too.
    private static void setReference(Object holder, @Nullable Object value) {
        ((AtomicReference<@Nullable Object>) holder).set(value);
    }

    static Optional<Holder> of(Object value) {
        return ALL.stream().filter(each -> each.type.isInstance(value)).findFirst();
    }

    @Nullable
    Object get(Object holder) {
        return getter.apply(holder);
    }

    void set(Object holder, @Nullable Object value) {
        setter.accept(holder, value);
    }
}
