package io.github.reprorun.dl4j.internal.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.dl4j.Runs;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.cpu.nativecpu.rng.CpuNativeRandom;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.RandomFactory;

class PlaceGeneratorsTests {
    private static final long NOW = 1_700_000_000_000L;
    private static final ClockWindow CLOCK =
            new ClockWindow(NOW - 5_000, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @TempDir
    Path directory;

    private FakeRun run;

    @BeforeEach
    void newRun() {
        run = Runs.fake(42, directory);
    }

    /** Runs {@code body} in a run of its own. */
    private <T> T inRun(long seed, Callable<T> body) throws Exception {
        run = Runs.fake(seed, directory);
        try (HeldGenerators held = HeldGenerators.take(new GeneratorSeeds(run, CLOCK))) {
            assertThat(Nd4j.getRandomFactory()).isSameAs(held.generators());
            return body.call();
        }
    }

    private static List<Long> draw(Random random) {
        List<Long> drawn = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            drawn.add(random.nextLong());
        }
        return drawn;
    }

    private static List<Long> drawInNewThread() throws InterruptedException {
        List<Long> drawn = new ArrayList<>();
        Thread thread = new Thread(() -> drawn.addAll(draw(Nd4j.getRandom())));
        thread.start();
        thread.join();
        return drawn;
    }

    @Nested
    class TheTrainingThread {
        @Test
        void drawsTheSameForTheSameSeedWhateverWasDrawnBefore() throws Exception {
            Nd4j.getRandom().setSeed(1);
            List<Long> first = inRun(42, () -> draw(Nd4j.getRandom()));
            Nd4j.rand(17);
            List<Long> second = inRun(42, () -> draw(Nd4j.getRandom()));

            assertThat(second).isEqualTo(first).doesNotHaveDuplicates();
        }

        @Test
        void drawsOtherNumbersForAnotherSeed() throws Exception {
            assertThat(inRun(42, () -> draw(Nd4j.getRandom()))).isNotEqualTo(inRun(43, () -> draw(Nd4j.getRandom())));
        }

        @Test
        void drawsWhatNd4jDoesFromTheStreamsSeed() throws Exception {
            List<Long> drawn = inRun(42, () -> draw(Nd4j.getRandom()));
            String stream = "nd4j/place/" + Long.toHexString(CurrentPlace.current());

            assertThat(drawn).isEqualTo(draw(new CpuNativeRandom(new Seed(42).derive(stream))));
        }

        @Test
        void obeysASeedThatTheProgramChooses() throws Exception {
            List<Long> drawn = inRun(42, () -> {
                Nd4j.getRandom().setSeed(99);
                return draw(Nd4j.getRandom());
            });

            assertThat(drawn).isEqualTo(draw(new CpuNativeRandom(99)));
            assertThat(run.hazards()).isEmpty();
        }

        @Test
        void startsWithoutASecondGaussianLeftOver() throws Exception {
            Callable<Double> gaussian = () -> Nd4j.getRandom().nextGaussian();
            Nd4j.getRandom().nextGaussian();
            double first = inRun(42, gaussian);

            assertThat(inRun(42, gaussian)).isEqualTo(first);
        }

        @Test
        void drawsGaussiansCloseToNd4js() throws Exception {
            CpuNativeRandom plain = new CpuNativeRandom(99);
            inRun(42, () -> {
                Nd4j.getRandom().setSeed(99);
                for (int i = 0; i < 10; i++) {
                    assertThat(Nd4j.getRandom().nextGaussian())
                            .isCloseTo(plain.nextGaussian(), org.assertj.core.data.Offset.offset(1e-14));
                }
                return null;
            });
        }

        @Test
        void reseedsAGeneratorThatWasKeptFromBeforeTheRun() throws Exception {
            Random kept = Nd4j.getRandom();
            Nd4j.getRandom().setSeed(1);
            List<Long> first = inRun(42, () -> draw(kept));
            Nd4j.getRandom().setSeed(2);

            assertThat(inRun(42, () -> draw(kept))).isEqualTo(first);
        }
    }

    @Nested
    class AnotherThread {
        @Test
        void drawsTheSameEachTimeAndNotWhatItsSiblingDraws() throws Exception {
            Callable<List<List<Long>>> twoThreads = () -> List.of(drawInNewThread(), drawInNewThread());
            List<List<Long>> first = inRun(42, twoThreads);

            assertThat(inRun(42, twoThreads)).isEqualTo(first).doesNotHaveDuplicates();
        }

        @Test
        void isKnownByItsCreationNotByWhoDrawsFirst() throws Exception {
            List<List<Long>> forwards = inRun(42, () -> drawInOrder(0, 1));
            List<List<Long>> backwards = inRun(42, () -> drawInOrder(1, 0));

            assertThat(backwards).isEqualTo(forwards);
        }

        private List<List<Long>> drawInOrder(int... order) throws InterruptedException {
            List<List<Long>> drawn = List.of(new ArrayList<>(), new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (List<Long> slot : drawn) {
                threads.add(new Thread(() -> slot.addAll(draw(Nd4j.getRandom()))));
            }
            for (int i : order) {
                threads.get(i).start();
                threads.get(i).join();
            }
            return drawn;
        }

        @Test
        void leavesTheGeneratorOfItsCreatorAlone() throws Exception {
            List<Long> alone = inRun(42, () -> draw(Nd4j.getRandom()));
            List<Long> disturbed = inRun(42, () -> {
                Random kept = Nd4j.getRandom();
                Thread thread = new Thread(() -> draw(kept));
                thread.start();
                thread.join();
                return draw(Nd4j.getRandom());
            });

            assertThat(disturbed).isEqualTo(alone);
        }

        @Test
        void dependsOnASeedThatItsCreatorChose() throws Exception {
            List<Long> seeded1 = inRun(42, () -> {
                Nd4j.getRandom().setSeed(1);
                return drawInNewThread();
            });
            List<Long> seeded2 = inRun(42, () -> {
                Nd4j.getRandom().setSeed(2);
                return drawInNewThread();
            });

            assertThat(seeded1).isNotEqualTo(seeded2);
        }

        @Test
        void ofAPoolIsNamedUnlessTheAgentKnowsItsTasks() throws Exception {
            List<Long> first = inRun(42, () -> inPool(1)).get(0);
            List<Long> second = inRun(42, () -> inPool(1)).get(0);

            assertThat(second).isEqualTo(first);
            assertThat(run.hazards()).singleElement().satisfies(hazard -> {
                assertThat(hazard.kind()).isEqualTo("ND4J generator in a thread whose place is not known");
                assertThat(hazard.treatment()).isEqualTo(Treatment.SEEDED);
                assertThat(hazard.className()).isEqualTo(PlaceGeneratorsTests.class.getName());
            });
        }

        @Test
        void ofSeveralInAPoolIsUncontrolled() throws Exception {
            List<List<Long>> drawn = inRun(42, () -> inPool(2));

            assertThat(drawn).hasSize(2).doesNotHaveDuplicates();
            assertThat(run.hazards())
                    .extracting(Hazard::treatment)
                    .containsExactlyInAnyOrder(Treatment.SEEDED, Treatment.UNCONTROLLED);
        }

        private List<List<Long>> inPool(int workers) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(workers);
            try {
                CyclicBarrier allWorkers = new CyclicBarrier(workers);
                List<Future<List<Long>>> drawn = new ArrayList<>();
                for (int i = 0; i < workers; i++) {
                    drawn.add(pool.submit(() -> {
                        allWorkers.await();
                        return draw(Nd4j.getRandom());
                    }));
                }
                List<List<Long>> results = new ArrayList<>();
                for (Future<List<Long>> each : drawn) {
                    results.add(each.get());
                }
                return results;
            } finally {
                pool.shutdown();
            }
        }
    }

    @Nested
    class ASeedThatIsTheClock {
        @Test
        void asZeroIsReplacedAndNamed() throws Exception {
            assertReplaced(
                    "ND4J generator seeded with 0", () -> Nd4j.getRandom().setSeed(0));
        }

        @Test
        void asTheNumberThatMakesTheNodeStateZeroIsReplacedAndNamed() throws Exception {
            assertReplaced(
                    "ND4J generator seeded with -559038737",
                    () -> Nd4j.getRandom().setSeed((long) 0xdeadbeef));
        }

        @Test
        void asMillisecondsIsReplacedAndNamed() throws Exception {
            assertReplaced(
                    "ND4J generator seeded from the clock",
                    () -> Nd4j.getRandom().setSeed(NOW - 3));
        }

        @Test
        void asReSeedIsReplacedAndNamed() throws Exception {
            assertReplaced(
                    "ND4J generator reseeded from the clock",
                    () -> Nd4j.getRandom().reSeed());
        }

        @Test
        void asAnArrayIsReplacedByOneThatDependsOnTheArray() throws Exception {
            assertReplaced(
                    "ND4J generator seeded with an int[]",
                    () -> Nd4j.getRandom().setSeed(new int[] {3}));
            List<Long> three = inRun(42, () -> {
                Nd4j.getRandom().setSeed(new int[] {3});
                return draw(Nd4j.getRandom());
            });
            List<Long> four = inRun(42, () -> {
                Nd4j.getRandom().setSeed(new int[] {4});
                return draw(Nd4j.getRandom());
            });
            assertThat(three).isNotEqualTo(four);
        }

        @Test
        void inANewGeneratorIsReplacedAndNamed() throws Exception {
            Callable<List<Long>> drawn = () -> draw(Nd4j.getRandomFactory().getNewRandomInstance());
            assertThat(inRun(42, drawn)).isEqualTo(inRun(42, drawn));
            assertThat(run.hazards()).extracting(Hazard::kind).containsExactly("RandomFactory.getNewRandomInstance()");
        }

        @Test
        void isReplacedByAnotherSeedEachTime() throws Exception {
            List<List<Long>> drawn = inRun(42, () -> {
                List<List<Long>> twice = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Nd4j.getRandom().setSeed(0);
                    twice.add(draw(Nd4j.getRandom()));
                }
                return twice;
            });

            assertThat(drawn).doesNotHaveDuplicates();
        }

        private void assertReplaced(String kind, Runnable seeding) throws Exception {
            Callable<List<Long>> drawn = () -> {
                seeding.run();
                return draw(Nd4j.getRandom());
            };
            assertThat(inRun(42, drawn)).isEqualTo(inRun(42, drawn)).isNotEqualTo(inRun(43, drawn));
            assertThat(run.hazards()).singleElement().satisfies(hazard -> {
                assertThat(hazard.kind()).isEqualTo(kind);
                assertThat(hazard.treatment()).isEqualTo(Treatment.SEEDED);
                assertThat(hazard.className()).startsWith(PlaceGeneratorsTests.class.getName());
                assertThat(hazard.line()).isPositive();
            });
        }
    }

    @Nested
    class Holding {
        private RandomFactory former;

        @BeforeEach
        void rememberFactory() {
            former = Nd4j.getRandomFactory();
        }

        @AfterEach
        void factoryIsBack() {
            assertThat(Nd4j.getRandomFactory()).isSameAs(former);
        }

        @Test
        void givesNd4jItsGeneratorBackAsItWas() throws Exception {
            Nd4j.getRandom().setSeed(5);
            List<Long> undisturbed = draw(Nd4j.getRandom());
            Nd4j.getRandom().setSeed(5);
            inRun(42, () -> draw(Nd4j.getRandom()));

            assertThat(draw(Nd4j.getRandom())).isEqualTo(undisturbed);
            assertThat(Nd4j.getRandom().getSeed()).isEqualTo(5);
        }

        @Test
        void isRefusedWhileAnotherRunHolds() throws Exception {
            inRun(42, () -> {
                assertThatThrownBy(() -> HeldGenerators.take(new GeneratorSeeds(run, CLOCK)))
                        .isInstanceOf(UsageException.class)
                        .hasMessage(
                                "ND4J's generators: another run in this JVM holds them; end it first, or launch each"
                                        + " run in a JVM of its own");
                return null;
            });
        }
    }
}
