package io.github.reprorun.base.concurrent;

/** Waiting for threads that end by themselves. Stateless. */
final class Joining {
    private Joining() {}

    /** Returns when {@code thread} has ended, and keeps an interrupt for later. */
    static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
