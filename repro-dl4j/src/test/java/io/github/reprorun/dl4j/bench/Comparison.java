package io.github.reprorun.dl4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Our way of doing a piece of work and a peer's. They take turns, and turns at going first, so that whatever else the
 * machine does falls on both.
 */
record Comparison(String name, Work ours, Work peer) {

    /** A piece of work that leaves the machine ready for its next repetition. */
    interface Work {
        void run() throws Exception;
    }

    /** Ratios of our time to the peer's on {@code clock}, one per round, after one round that does not count. */
    Ratios measure(int rounds, LongSupplier clock) throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            boolean oursFirst = round % 2 == 0;
            long first = time(oursFirst ? ours : peer, clock);
            long second = time(oursFirst ? peer : ours, clock);
            if (round > 0) {
                ratios.add(oursFirst ? (double) first / second : (double) second / first);
            }
        }
        return new Ratios(name, ratios);
    }

    private static long time(Work work, LongSupplier clock) throws Exception {
        long start = clock.getAsLong();
        work.run();
        return clock.getAsLong() - start;
    }
}
