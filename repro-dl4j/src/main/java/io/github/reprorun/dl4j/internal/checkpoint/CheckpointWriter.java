package io.github.reprorun.dl4j.internal.checkpoint;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one checkpoint at a time on a separate thread, so that training continues. It reports a failure to the creator
 * of the writer and does not stop the training. Safe for use by several threads.
 */
public final class CheckpointWriter {
    private final Consumer<Throwable> failures;
    private @Nullable Thread thread;

    /** @param failures receives each failure, on the thread that met it */
    public CheckpointWriter(Consumer<Throwable> failures) {
        this.failures = failures;
    }

    /** The work of writing one checkpoint. */
    public interface Job {
        /** Writes it, and frees what it holds. */
        void write() throws Exception;
    }

    /** Whether a checkpoint is being written. */
    public synchronized boolean isBusy() {
        return thread != null && thread.isAlive();
    }

    /** Writes {@code job} in the background, after the one before it is done. */
    public void start(Job job) {
        await();
        Thread next = new Thread(() -> run(job), "reprorun-checkpoint");
        next.setDaemon(true);
        synchronized (this) {
            thread = next;
        }
        next.start();
    }

    /** Writes {@code job} on the calling thread, after the one before it is done. */
    public void run(Job job) {
        try {
            job.write();
        } catch (Throwable e) {
            failures.accept(e);
        }
    }

    /** Waits until no checkpoint is being written. An interrupt is kept for later. */
    public void await() {
        await(Duration.ZERO);
    }

    /**
     * Waits until no checkpoint is being written, or the time is over: a disk may never answer. An interrupt is kept
     * for later.
     *
     * @param atMost rounded down to milliseconds; zero for as long as it takes
     */
    public void await(Duration atMost) {
        Thread writing;
        synchronized (this) {
            writing = thread;
        }
        if (writing == null) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                writing.join(atMost.toMillis());
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
