package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DerivedSeedsTests {
    @Test
    void aKnownSeedGivesKnownSeedsForEver() throws InterruptedException {
        assertThat(inThread(42)).containsExactly(KNOWN);
    }

    private static final Long[] KNOWN = {8276867138320592271L, -2765919000528520043L, -1854324989657461622L};

    @Property(tries = 200)
    void aConsumerShiftsNoOther(@ForAll @AlphaChars @StringLength(min = 1, max = 9) String kind)
            throws InterruptedException {
        Set<Long> seeds = new HashSet<>();
        Thread thread = new Thread(() -> {
            DerivedSeeds.root(7);
            long first = DerivedSeeds.next("kept");
            DerivedSeeds.root(7);
            long other = DerivedSeeds.next("x" + kind);
            seeds.add(first ^ DerivedSeeds.next("kept"));
            seeds.add(first == other ? 1L : 0L);
        });
        thread.start();
        thread.join();
        assertThat(seeds).containsExactly(0L);
    }

    @Test
    void thousandsOfSeedsAreDistinctAndNeverZero() throws InterruptedException {
        Set<Long> seeds = new HashSet<>();
        Thread thread = new Thread(() -> {
            DerivedSeeds.root(1);
            for (int i = 0; i < 10_000; i++) {
                seeds.add(DerivedSeeds.next("a"));
                seeds.add(DerivedSeeds.next("b"));
            }
        });
        thread.start();
        thread.join();
        assertThat(seeds).hasSize(20_000).doesNotContain(0L);
    }

    private static Long[] inThread(long root) throws InterruptedException {
        Long[] seeds = new Long[3];
        Thread thread = new Thread(() -> {
            DerivedSeeds.root(root);
            seeds[0] = DerivedSeeds.next("a");
            seeds[1] = DerivedSeeds.next("a");
            seeds[2] = DerivedSeeds.next("b");
        });
        thread.start();
        thread.join();
        return seeds;
    }
}
