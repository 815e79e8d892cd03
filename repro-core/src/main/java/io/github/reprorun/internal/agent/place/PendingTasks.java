package io.github.reprorun.internal.agent.place;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The places of tasks that were submitted and have not begun, by the task itself. A task is known as long as the
 * program holds it. An object that was submitted several times has as many places, and they are taken in the order of
 * submission. Safe for use by several threads: the tasks are spread over stripes, each with its own lock.
 */
final class PendingTasks {
    private static final int STRIPES = 64;
    private static final int BUCKETS = 256;

    private final Stripe[] stripes = new Stripe[STRIPES];

    PendingTasks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Gives {@code task} one more place. */
    void add(Object task, TaskPlace place) {
        int hash = hash(task);
        stripes[hash & (STRIPES - 1)].add(task, hash, place, false);
    }

    /** Gives {@code task} a place unless it has one; the place is made only if it is needed. */
    void addIfAbsent(Object task, TaskLabel label) {
        int hash = hash(task);
        Stripe stripe = stripes[hash & (STRIPES - 1)];
        if (!stripe.contains(task, hash)) {
            stripe.add(task, hash, TaskPlace.current().task(label), true);
        }
    }

    /** Takes the oldest place of {@code task}, or null if it has none. */
    @Nullable
    TaskPlace take(Object task) {
        int hash = hash(task);
        return stripes[hash & (STRIPES - 1)].take(task, hash);
    }

    private static int hash(Object task) {
        int hash = System.identityHashCode(task);
        return hash ^ (hash >>> 16);
    }

    private static final class Stripe {
        private final @Nullable Entry[] buckets = new Entry[BUCKETS];
        private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

        synchronized void add(Object task, int hash, TaskPlace place, boolean unlessPresent) {
            forgetTheGone();
            int bucket = bucket(hash);
            Entry last = null;
            for (Entry each = buckets[bucket]; each != null; each = each.next) {
                if (unlessPresent && each.refersTo(task)) {
                    return;
                }
                last = each;
            }
            Entry entry = new Entry(task, bucket, place, gone);
            if (last == null) {
                buckets[bucket] = entry;
            } else {
                last.next = entry;
            }
        }

        synchronized boolean contains(Object task, int hash) {
            for (Entry each = buckets[bucket(hash)]; each != null; each = each.next) {
                if (each.refersTo(task)) {
                    return true;
                }
            }
            return false;
        }

        synchronized @Nullable TaskPlace take(Object task, int hash) {
            int bucket = bucket(hash);
            Entry before = null;
            for (Entry each = buckets[bucket]; each != null; each = each.next) {
                if (each.refersTo(task)) {
                    unlink(before, each);
                    return each.place;
                }
                before = each;
            }
            return null;
        }

        private static int bucket(int hash) {
            return (hash / STRIPES) & (BUCKETS - 1);
        }

        private void forgetTheGone() {
            for (Reference<?> entry = gone.poll(); entry != null; entry = gone.poll()) {
                Entry before = null;
                for (Entry each = buckets[((Entry) entry).bucket]; each != null; each = each.next) {
                    if (each == entry) {
                        unlink(before, each);
                        break;
                    }
                    before = each;
                }
            }
        }

        private void unlink(@Nullable Entry before, Entry entry) {
            if (before == null) {
                buckets[entry.bucket] = entry.next;
            } else {
                before.next = entry.next;
            }
        }
    }

    private static final class Entry extends WeakReference<Object> {
        private final int bucket;
        private final TaskPlace place;
        private @Nullable Entry next;

        Entry(Object task, int bucket, TaskPlace place, ReferenceQueue<Object> gone) {
            super(task, gone);
            this.bucket = bucket;
            this.place = place;
        }
    }
}
