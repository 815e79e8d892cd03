package io.github.reprorun.dl4j.bench;

import java.util.function.LongSupplier;

/** A piece of work that tells how long it took, and leaves the machine ready for its next repetition. */
interface Timed {
    /** Does the work once, and returns the seconds that it took. */
    double seconds() throws Exception;

    /** Work without a result. */
    interface Work {
        void run() throws Exception;
    }

    /** {@code work} from its call to its return. */
    static Timed of(Work work) {
        return of(work, System::nanoTime);
    }

    /** {@code work} on a clock that tells nanoseconds. */
    static Timed of(Work work, LongSupplier clock) {
        return () -> {
            long start = clock.getAsLong();
            work.run();
            return (clock.getAsLong() - start) / 1e9;
        };
    }
}
