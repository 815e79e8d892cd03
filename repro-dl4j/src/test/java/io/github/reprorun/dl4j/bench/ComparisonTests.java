package io.github.reprorun.dl4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComparisonTests {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> order = new ArrayList<>();

    @Test
    void dividesOurTimeByThePeersAndTakesTurnsAtGoingFirst() throws Exception {
        Comparison comparison = new Comparison("work", () -> spend("ours", 30), () -> spend("peer", 20));

        Ratios ratios = comparison.measure(3, clock::get);

        assertThat(ratios).isEqualTo(new Ratios("work", List.of(1.5, 1.5, 1.5)));
        assertThat(order).containsExactly("ours", "peer", "peer", "ours", "ours", "peer", "peer", "ours");
    }

    @Test
    void printsMinimumMedianAndMaximum() {
        assertThat(new Ratios("work", List.of(4.0, 1.0, 2.0, 3.0)).line())
                .isEqualTo(
                        "work                                                           1.000   2.500   4.000       4");
    }

    private void spend(String who, long time) {
        order.add(who);
        clock.addAndGet(time);
    }
}
