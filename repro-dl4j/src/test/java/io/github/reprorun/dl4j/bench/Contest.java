package io.github.reprorun.dl4j.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ways of doing one piece of work. They take turns, and turns at going first, every other round backwards, so that
 * each has now the one on its left before it, now the one on its right. Whatever else the machine does, and what the one
 * before leaves behind, falls on all of them.
 */
record Contest(List<Timed> contestants) {
    Contest(Timed... contestants) {
        this(List.of(contestants));
    }

    /** After one round that does not count. */
    Rounds run(int rounds) throws Exception {
        return run(rounds, 1);
    }

    /** Where nothing is warmer for having run before. */
    Rounds runAtOnce(int rounds) throws Exception {
        return run(rounds, 0);
    }

    private Rounds run(int rounds, int trials) throws Exception {
        List<List<Double>> seconds = new ArrayList<>();
        for (int round = 0; round < trials + rounds; round++) {
            Double[] times = new Double[contestants.size()];
            for (int turn = 0; turn < times.length; turn++) {
                int who = Math.floorMod(round % 2 == 0 ? round + turn : round - turn, times.length);
                times[who] = contestants.get(who).seconds();
            }
            if (round >= trials) {
                seconds.add(List.of(times));
            }
        }
        return new Rounds(seconds);
    }
}
