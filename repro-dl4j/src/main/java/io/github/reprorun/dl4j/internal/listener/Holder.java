package io.github.reprorun.dl4j.internal.listener;

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

/** A kind of object of the JDK that holds one value, which can be set. */
enum Holder {
    BOOLEAN(AtomicBoolean.class, AtomicBoolean::get, (holder, value) -> holder.set((Boolean) value)),
    INTEGER(AtomicInteger.class, AtomicInteger::get, (holder, value) -> holder.set((Integer) value)),
    LONG(AtomicLong.class, AtomicLong::get, (holder, value) -> holder.set((Long) value)),
    REFERENCE(AtomicReference.class, AtomicReference::get, Holder::setReference),
    LONG_ADDER(LongAdder.class, LongAdder::sum, (holder, value) -> {
        holder.reset();
        holder.add((Long) value);
    }),
    DOUBLE_ADDER(DoubleAdder.class, DoubleAdder::sum, (holder, value) -> {
        holder.reset();
        holder.add((Double) value);
    });

    private final Class<?> type;
    private final Function<Object, @Nullable Object> getter;
    private final BiConsumer<Object, @Nullable Object> setter;

    <H> Holder(Class<H> type, Function<H, @Nullable Object> getter, BiConsumer<H, @Nullable Object> setter) {
        this.type = type;
        this.getter = holder -> getter.apply(type.cast(holder));
        this.setter = (holder, value) -> setter.accept(type.cast(holder), value);
    }

    @SuppressWarnings("unchecked") // What it held before was put there by the program too.
    private static void setReference(AtomicReference<?> holder, @Nullable Object value) {
        ((AtomicReference<@Nullable Object>) holder).set(value);
    }

    static Optional<Holder> of(Object value) {
        for (Holder each : values()) {
            if (each.type.isInstance(value)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Nullable
    Object get(Object holder) {
        return getter.apply(holder);
    }

    void set(Object holder, @Nullable Object value) {
        setter.accept(holder, value);
    }
}
