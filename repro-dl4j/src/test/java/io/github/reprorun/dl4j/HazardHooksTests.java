package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.spi.Hazard;
import io.github.reprorun.spi.Hazard.Treatment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ops.random.custom.RandomGamma;
import org.nd4j.linalg.api.ops.random.custom.RandomShuffle;
import org.nd4j.linalg.factory.Nd4j;

/** What the hooks say and do; that those which say something are called is shown by the catalogue. */
class HazardHooksTests {
    @TempDir
    Path directory;

    private FakeRun run;

    @BeforeEach
    void newRun() {
        run = new FakeRun(42, directory);
    }

    private void hooked(Runnable body) {
        HazardHooks hooks = HazardHooks.open(run, CudaBackend.of(run));
        try {
            body.run();
        } finally {
            hooks.close();
        }
    }

    private void assertMet(Dl4jHazard... hazards) {
        assertThat(run.hazards)
                .extracting(Hazard::kind)
                .containsExactly(Arrays.stream(hazards).map(Dl4jHazard::kind).toArray(String[]::new));
        assertThat(run.hazards).allSatisfy(hazard -> {
            assertThat(hazard.className()).isEqualTo(HazardHooksTests.class.getName());
            assertThat(hazard.line()).isPositive();
        });
    }

    @Test
    void withoutTheAgentSayThatNothingIsHeld() {
        hooked(() -> {});

        assertThat(run.unpinned)
                .containsEntry(
                        "embeddings, parallel training, asynchronous iterators",
                        "the JVM runs without the agent: what several threads do in them is neither held nor named");
    }

    @Test
    void leaveOneWorkerOfSeveralAndSaySoOnce() {
        run.withThreads(2);
        hooked(() -> {
            Object algorithm = new Object();
            assertThat(HazardHooks.works(algorithm, 4)).isEqualTo(1);
            assertThat(HazardHooks.works(algorithm, 4)).isEqualTo(1);
            assertThat(HazardHooks.works(algorithm, 1)).isEqualTo(1);
        });

        assertMet(Dl4jHazard.EMBEDDINGS);
    }

    @Test
    void leaveSeveralWorkersWhoHaveOneThread() {
        run.withThreads(1);
        hooked(() -> assertThat(HazardHooks.works(new Object(), 4)).isEqualTo(4));

        assertMet();
    }

    @Test
    void countAVocabularyInOneThreadAndSaySoOnce() {
        hooked(() -> {
            Object constructor = new Object();
            assertThat(HazardHooks.countsInParallel(constructor, true)).isFalse();
            assertThat(HazardHooks.countsInParallel(constructor, true)).isFalse();
            assertThat(HazardHooks.countsInParallel(constructor, false)).isFalse();
        });

        assertMet(Dl4jHazard.VOCABULARY);
    }

    @Test
    void nameGammaVariatesOfSeveralThreads() {
        run.withThreads(2);
        hooked(() -> {
            HazardHooks.executes(new RandomGamma());
            HazardHooks.executes(new RandomShuffle());
        });

        assertMet(Dl4jHazard.RANDOM_GAMMA);
    }

    @Test
    void leaveGammaVariatesOfOneThread() {
        run.withThreads(1);
        hooked(() -> HazardHooks.executes(new RandomGamma()));

        assertMet();
    }

    @Test
    void nameWhatCannotBeHeld() {
        hooked(() -> {
            HazardHooks.sharesGradients(new Object());
            HazardHooks.trainsFastText(new Object());
            HazardHooks.limitsTime(new Object());
        });

        assertMet(Dl4jHazard.SHARED_GRADIENTS, Dl4jHazard.FAST_TEXT, Dl4jHazard.TIME_LIMIT);
        assertThat(run.hazards).extracting(Hazard::treatment).containsOnly(Treatment.UNCONTROLLED);
    }

    @Test
    void haveArraysFreedByTheQueuesInTurn() {
        int first = HazardHooks.picks(2, 5);

        assertThat(List.of(first, HazardHooks.picks(2, 5), HazardHooks.picks(2, 5)))
                .containsExactlyInAnyOrder(2, 3, 4);
        assertThat(HazardHooks.picks(2, 5)).isEqualTo(first);
        assertThat(HazardHooks.picks(2, 2)).isEqualTo(2);
    }

    @Test
    void areAskedForTheQueueOfEachArray() throws Exception {
        new CommandLine(directory.toRealPath()).run(MakesArrays.class).assertStatus(0);
    }

    /** Fails if the arrays that it makes take no turns. */
    public static final class MakesArrays {
        private static final int ARRAYS = 10;

        public static void main(String[] arguments) {
            int before = HazardHooks.picks(0, Integer.MAX_VALUE);
            for (int i = 0; i < ARRAYS; i++) {
                System.out.println(Nd4j.create(3));
            }
            int turns = HazardHooks.picks(0, Integer.MAX_VALUE) - before;
            if (turns <= ARRAYS) {
                throw new IllegalStateException(turns + " turns");
            }
        }
    }

    @Test
    void doNothingAfterTheRun() {
        hooked(() -> {});
        HazardHooks.sharesGradients(new Object());

        assertThat(HazardHooks.works(new Object(), 4)).isEqualTo(4);
        assertThat(HazardHooks.countsInParallel(new Object(), true)).isTrue();
        assertMet();
    }
}
