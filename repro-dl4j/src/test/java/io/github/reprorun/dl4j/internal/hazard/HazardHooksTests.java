package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.CommandLine;
import io.github.reprorun.dl4j.Runs;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterNd;
import org.nd4j.linalg.api.ops.random.custom.RandomGamma;
import org.nd4j.linalg.api.ops.random.custom.RandomShuffle;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the hooks say and do; that those which say something are called is shown by the catalogue. */
class HazardHooksTests {
    /** What is kept together where rows are shuffled. */
    private static final int[] ROWS = {1};

    @TempDir
    Path directory;

    private FakeRun run;

    @BeforeEach
    void newRun() {
        run = Runs.fake(42, directory);
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
        assertThat(run.hazards())
                .extracting(Hazard::kind)
                .containsExactly(Arrays.stream(hazards).map(Dl4jHazard::kind).toArray(String[]::new));
        assertThat(run.hazards()).allSatisfy(hazard -> {
            assertThat(hazard.className()).isEqualTo(HazardHooksTests.class.getName());
            assertThat(hazard.line()).isPositive();
        });
    }

    @Test
    void withoutTheAgentSayThatNothingIsHeld() {
        hooked(() -> {});

        assertThat(run.unpinned())
                .containsEntry(
                        "embeddings, parallel training and inference, networks of several threads, asynchronous iterators,"
                                + " shuffles of shared memory, scatters",
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
            HazardHooks.executes(new RandomGamma(), context());
            HazardHooks.executes(new RandomShuffle(), context());
        });

        assertMet(Dl4jHazard.RANDOM_GAMMA);
    }

    private static OpContext context(boolean... arguments) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setBArguments(arguments);
        return context;
    }

    @Test
    void lockScattersOfSeveralThreads() {
        OpContext silent = context();
        OpContext unlocked = context(false, true);
        OpContext locked = context(true, false);
        run.withThreads(2);
        hooked(() -> {
            HazardHooks.executes(new ScatterAdd(), silent);
            HazardHooks.executes(new ScatterNd(), unlocked);
            HazardHooks.executes(new ScatterAdd(), locked);
        });

        assertThat(silent.getBArguments()).containsExactly(true);
        assertThat(unlocked.getBArguments()).containsExactly(true, true);
        assertThat(locked.getBArguments()).containsExactly(true, false);
        assertMet(Dl4jHazard.SCATTER, Dl4jHazard.SCATTER);
    }

    /** All that libnd4j has, by each of their names, but two that take no lock. */
    static Stream<String> scatters() {
        return Nd4j.getExecutioner().getCustomOperations().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("scatter"))
                .filter(name -> !Set.of("scatter_update", "scatterupdate", "scatter_list")
                        .contains(name));
    }

    @ParameterizedTest
    @MethodSource("scatters")
    void lockEachScatter(String name) {
        OpContext context = context();
        run.withThreads(2);
        hooked(() -> HazardHooks.executes(DynamicCustomOp.builder(name).build(), context));

        assertThat(context.getBArguments()).containsExactly(true);
        assertMet(Dl4jHazard.SCATTER);
    }

    @Test
    void lockNothingOnADevice() {
        OpContext context = context();
        run.withThreads(2);
        try (CudaBackend cuda = CudaBackend.of(run, true, Nd4j.getEnvironment());
                HazardHooks hooks = HazardHooks.open(run, cuda)) {
            assertThat(hooks).isNotNull();
            HazardHooks.executes(new ScatterAdd(), context);
        }

        assertThat(context.getBArguments()).isEmpty();
        assertThat(run.hazards())
                .extracting(Hazard::kind)
                .containsExactly("atomic additions on a CUDA device: scatter_add");
    }

    @Test
    void leaveScattersOfOneThread() {
        OpContext context = context();
        run.withThreads(1);
        hooked(() -> HazardHooks.executes(new ScatterAdd(), context));

        assertThat(context.getBArguments()).isEmpty();
        assertMet();
    }

    @Test
    void leaveGammaVariatesOfOneThread() {
        run.withThreads(1);
        hooked(() -> HazardHooks.executes(new RandomGamma(), context()));

        assertMet();
    }

    private static INDArray table() {
        return Nd4j.arange(40).reshape(8, 5);
    }

    private static boolean shuffled(INDArray... arrays) {
        return shuffled(List.of(arrays), List.of(ROWS));
    }

    private static boolean shuffled(List<INDArray> arrays, List<int[]> dimensions) {
        return HazardHooks.shuffles(Nd4j.factory(), arrays, new Random(7), dimensions);
    }

    @Test
    void shuffleArraysThatShareMemoryOneAfterAnother() {
        INDArray shared = table();
        INDArray apart = table();
        INDArray once = table();
        Nd4j.shuffle(once, new Random(7), ROWS);
        INDArray thrice = once.dup();
        for (int i = 0; i < 2; i++) {
            Nd4j.shuffle(thrice, new Random(7), ROWS);
        }
        run.withThreads(2);
        hooked(() -> assertThat(shuffled(shared, apart, shared, shared)).isTrue());

        assertThat(shared).isEqualTo(thrice).isNotEqualTo(table());
        assertThat(apart).isEqualTo(once);
        assertMet(Dl4jHazard.SHARED_SHUFFLE);
    }

    @Test
    void shuffleArraysOfWhichOneIsPartOfTheOther() {
        run.withThreads(2);
        hooked(() -> {
            INDArray table = table();
            assertThat(shuffled(List.of(table, columns(table, 3, 5)), List.of(ROWS, ROWS)))
                    .isTrue();
            assertThat(shuffled(columns(table, 0, 3), columns(table, 2, 5))).isTrue();
        });

        assertMet(Dl4jHazard.SHARED_SHUFFLE, Dl4jHazard.SHARED_SHUFFLE);
    }

    @Test
    void shuffleVectorsCubesAndTablesInFortransOrder() {
        INDArray vector = Nd4j.arange(8);
        INDArray cube = Nd4j.arange(40).reshape(8, 5, 1);
        INDArray columns = Nd4j.arange(40).reshape('f', 8, 5);
        run.withThreads(2);
        hooked(() -> {
            assertThat(shuffled(vector, vector)).isTrue();
            assertThat(shuffled(List.of(cube, cube), List.of(new int[] {1, 2}))).isTrue();
            assertThat(shuffled(columns, columns(columns, 1, 3))).isTrue();
            assertThat(shuffled(columns(columns, 0, 3), columns(columns, 3, 5))).isFalse();
        });

        assertMet(Dl4jHazard.SHARED_SHUFFLE, Dl4jHazard.SHARED_SHUFFLE, Dl4jHazard.SHARED_SHUFFLE);
    }

    @Test
    void leaveArraysThatShareNoRow() {
        run.withThreads(2);
        hooked(() -> {
            INDArray table = table();
            assertThat(shuffled(table())).isFalse();
            assertThat(shuffled(table(), table(), Nd4j.empty())).isFalse();
            assertThat(shuffled(columns(table, 0, 4), columns(table, 4, 5))).isFalse();
            assertThat(shuffled(columns(table, 4, 5), columns(table, 0, 4))).isFalse();
            assertThat(shuffled(rows(table, 0, 4), rows(table, 4, 8))).isFalse();
        });

        assertMet();
    }

    private static INDArray columns(INDArray table, int from, int to) {
        return table.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private static INDArray rows(INDArray table, int from, int to) {
        return table.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    @Test
    void leaveWhatOneThreadShuffles() {
        INDArray table = table();
        run.withThreads(1);
        hooked(() -> assertThat(shuffled(table, table)).isFalse());

        assertMet();
    }

    @Test
    void leaveAShuffleThatIsRefused() {
        INDArray table = table();
        run.withThreads(2);
        hooked(() -> {
            assertThat(shuffled(List.of(table, table), List.of())).isFalse();
            assertThat(shuffled(List.of(table, table), null)).isFalse();
            assertThat(shuffled(null, List.of(ROWS))).isFalse();
            assertThat(shuffled(List.of(table, table, table), List.of(ROWS, ROWS)))
                    .isFalse();
            assertThat(shuffled(table, rows(table, 0, 4))).isFalse();
        });

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
        assertThat(run.hazards()).extracting(Hazard::treatment).containsOnly(Treatment.UNCONTROLLED);
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
        INDArray table = table();
        run.withThreads(2);
        assertThat(shuffled(table, table)).isFalse();
        assertMet();
    }
}
