package io.github.reprorun.dl4j.internal.hazard;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that reads ahead for one of ND4J's asynchronous iterators. ND4J's own reset interrupts it at any point;
 * this class first lets it fill its queue, so that the iterator behind it has given the same number of batches in every
 * run.
 *
 * @param thread the thread, which ends when it is interrupted
 * @param queue the queue that it fills with batches
 */
record Prefetching(Thread thread, BlockingQueue<?> queue) {
    private static final Duration POLL = Duration.ofNanos(50_000);

    /** The state of the thread at the end. */
    enum End {
        /** It had come to the end of the data, or failed. */
        BY_ITSELF,
        /** Its queue was full. */
        WITH_FULL_QUEUE,
        /** It was still reading when the time was over, and continues. */
        NOT_YET
    }

    /**
     * The thread of an {@code AsyncDataSetIterator} or {@code AsyncMultiDataSetIterator}.
     *
     * @throws IllegalStateException if it keeps them in other fields than this version of ND4J
     */
    static Prefetching of(Object iterator) {
        return new Prefetching((Thread) InstanceField.of(iterator, "thread").get(), (BlockingQueue<?>)
                InstanceField.of(iterator, "buffer").get());
    }

    /** Waits until the thread cannot continue, and ends it there. */
    End end(Duration patience) {
        if (!thread.isAlive()) {
            return End.BY_ITSELF;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (thread.isAlive()) {
            if (waitsForRoom()) {
                thread.interrupt();
                return joined() ? End.WITH_FULL_QUEUE : End.NOT_YET;
            }
            if (System.nanoTime() - deadline > 0) {
                return End.NOT_YET;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return End.BY_ITSELF;
    }

    private boolean waitsForRoom() {
        return queue.remainingCapacity() == 0
                && thread.getState() == Thread.State.WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("put")
                                && frame.getClassName().equals(queue.getClass().getName()));
    }

    private boolean joined() {
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
