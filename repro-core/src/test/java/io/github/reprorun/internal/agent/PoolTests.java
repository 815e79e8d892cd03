package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.programs.agent.Pools;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tasks draw does not depend on the worker that takes them. */
class PoolTests {
    private static final String PARALLELISM = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=3";
    private static final int RUNS = 6;

    @Test
    void everyKindOfPoolIsEqualInSixRunsOfSix() {
        List<String> first = held();
        for (int run = 2; run <= RUNS; run++) {
            assertThat(held()).as("run %d", run).isEqualTo(first);
        }
    }

    @Test
    void everyKindOfPoolDiffersBetweenBareRuns() {
        assertThat(bare()).doesNotContainAnyElementsOf(bare());
    }

    @Test
    void everyKindOfPoolIsEqualOnTheOtherJdk() {
        assertThat(OtherJdk.jvm().options(PARALLELISM).agent("seed=42").run(Pools.class))
                .isEqualTo(held());
    }

    private static List<String> held() {
        return ChildJvm.bare().options(PARALLELISM).agent("seed=42").run(Pools.class);
    }

    private static List<String> bare() {
        return ChildJvm.bare().options(PARALLELISM).run(Pools.class);
    }
}
