package io.github.reprorun.dl4j.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the rounds of a contest took: only times of one round are compared with each other.
 *
 * @param seconds by round, then by contestant
 */
record Rounds(List<List<Double>> seconds) {

    /** The time of {@code ours} divided by that of {@code peers}, or by their mean: below 1, ours was faster. */
    Spread ratio(int ours, int... peers) {
        return spread(round -> round.get(ours)
                / IntStream.of(peers).mapToDouble(round::get).average().orElseThrow());
    }

    /** The seconds that {@code ours} took more than {@code peer}. */
    Spread added(int ours, int peer) {
        return spread(round -> round.get(ours) - round.get(peer));
    }

    /** The seconds that {@code who} took. */
    Spread of(int who) {
        return spread(round -> round.get(who));
    }

    private Spread spread(ToDoubleFunction<List<Double>> figure) {
        return new Spread(seconds.stream().mapToDouble(figure).boxed().toList());
    }
}
