package io.github.reprorun.dl4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContestTests {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> order = new ArrayList<>();

    @Test
    void takesTurnsAtGoingFirstAndDoesNotCountTheFirstRound() throws Exception {
        Contest contest = new Contest(work("a", 30), work("b", 20), work("c", 10));

        Rounds rounds = contest.run(2);

        assertThat(rounds.seconds()).containsExactly(List.of(30.0, 20.0, 10.0), List.of(30.0, 20.0, 10.0));
        assertThat(order).containsExactly("a", "b", "c", "b", "a", "c", "c", "a", "b");
    }

    @Test
    void goesBackwardsEveryOtherRound() throws Exception {
        new Contest(work("a", 30), work("b", 20), work("c", 10)).runAtOnce(6);

        assertThat(order.subList(9, 18)).containsExactly("a", "c", "b", "b", "c", "a", "c", "b", "a");
    }

    @Test
    void letsEitherOfTwoGoFirstAsOften() throws Exception {
        new Contest(work("a", 30), work("b", 20)).runAtOnce(4);

        assertThat(order).containsExactly("a", "b", "b", "a", "a", "b", "b", "a");
    }

    @Test
    void countsTheFirstRoundWhereNothingGetsWarm() throws Exception {
        assertThat(new Contest(work("a", 30), work("b", 20)).runAtOnce(1).seconds())
                .containsExactly(List.of(30.0, 20.0));
        assertThat(order).containsExactly("a", "b");
    }

    @Test
    void comparesTimesOfOneRound() {
        Rounds rounds = new Rounds(List.of(List.of(3.0, 2.0), List.of(8.0, 2.0), List.of(4.0, 4.0)));

        assertThat(rounds.ratio(0, 1)).isEqualTo(new Spread(List.of(1.5, 4.0, 1.0)));
        assertThat(rounds.ratio(1, 0, 1)).isEqualTo(new Spread(List.of(0.8, 0.4, 1.0)));
        assertThat(rounds.added(0, 1)).isEqualTo(new Spread(List.of(1.0, 6.0, 0.0)));
    }

    @Test
    void tellsMinimumMedianAndMaximum() {
        assertThat(List.of(
                        spread(4, 1, 2, 3).minimum(),
                        spread(4, 1, 2, 3).median(),
                        spread(4, 1, 2, 3).maximum()))
                .containsExactly(1.0, 2.5, 4.0);
        assertThat(spread(7, 5, 6).median()).isEqualTo(6);
        assertThatThrownBy(() -> spread()).hasMessage("no round was measured");
    }

    private static Spread spread(double... values) {
        return new Spread(java.util.Arrays.stream(values).boxed().toList());
    }

    private Timed work(String who, long seconds) {
        return Timed.of(
                () -> {
                    order.add(who);
                    clock.addAndGet(seconds * 1_000_000_000);
                },
                clock::get);
    }
}
