package io.github.reprorun.dl4j.internal.network;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One value for each object that other code still holds, by identity and not by the object's {@code equals}: networks
 * are equal by their parameters, and must not stay in memory after the program has released them. A value must not hold
 * its key. Not safe for use by several threads.
 */
public final class IdentityMap<K, V> {
    private final Map<Key<K>, V> values = new HashMap<>();
    private final ReferenceQueue<K> gone = new ReferenceQueue<>();

    /** The value for {@code key}, made if it is new. */
    public V get(K key, Supplier<V> value) {
        forgetGone();
        return values.computeIfAbsent(new Key<>(key, gone), unused -> value.get());
    }

    /** Gives {@code key} the value, whatever it had before. */
    public void put(K key, V value) {
        forgetGone();
        values.put(new Key<>(key, gone), value);
    }

    /** The value for {@code key}, if there is one. */
    public Optional<V> find(K key) {
        return Optional.ofNullable(values.get(new Key<>(key, gone)));
    }

    private void forgetGone() {
        for (Reference<? extends K> each = gone.poll(); each != null; each = gone.poll()) {
            values.remove(each);
        }
    }

    int size() {
        return values.size();
    }

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K key, ReferenceQueue<K> gone) {
            super(key, gone);
            this.hash = System.identityHashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key<?> key && get() != null && get() == key.get());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
