package io.github.reprorun.dl4j.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ways of doing one piece of work. They take turns, and turns at going first, so that whatever else the machine does
 * falls on all of them. One round that does not count comes before the others.
 */
record Contest(List<Timed> contestants) {
    Contest(Timed... contestants) {
        this(List.of(contestants));
    }

    Rounds run(int rounds) throws Exception {
        List<List<Double>> seconds = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Double[] times = new Double[contestants.size()];
            for (int turn = 0; turn < times.length; turn++) {
                int who = (round + turn) % times.length;
                times[who] = contestants.get(who).seconds();
            }
            if (round > 0) {
                seconds.add(List.of(times));
            }
        }
        return new Rounds(seconds);
    }
}
