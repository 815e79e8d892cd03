package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.common.util.MathUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.custom.DistributionUniform;
import org.nd4j.linalg.api.ops.random.custom.RandomBernoulli;
import org.nd4j.linalg.api.ops.random.custom.RandomPoisson;
import org.nd4j.linalg.api.ops.random.custom.RandomShuffle;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.KFoldIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The catalogue of sources of chance in Deeplearning4j and ND4J that no seed reaches: each case gives another result in
 * every bare run. The program prints each case's name and result, and then the hazards that were recorded.
 */
public final class CarelessHabits {
    /** Every case, in the order in which they run. */
    static final List<Case> CASES = List.of(
            new Case("generator of the training thread", () -> bits(Nd4j.rand(3, 3))),
            new Case("operations that leave the generator where it is", CarelessHabits::inOperations),
            new Case("generator of another thread", CarelessHabits::inAnotherThread),
            new Case("generators of tasks in a pool", CarelessHabits::inAPool),
            new Case("generator of the prefetch thread", CarelessHabits::inThePrefetchThread),
            new Case("generator seeded with 0", () -> {
                Nd4j.getRandom().setSeed(0);
                return bits(Nd4j.rand(3, 3));
            }),
            new Case("generator seeded from the clock", () -> {
                Nd4j.getRandom().setSeed(System.currentTimeMillis());
                return bits(Nd4j.rand(3, 3));
            }),
            new Case("generator reseeded", () -> {
                Nd4j.getRandom().reSeed();
                return bits(Nd4j.rand(3, 3));
            }),
            new Case("generator seeded with an array", () -> {
                Nd4j.getRandom().setSeed(new int[] {1, 2});
                return bits(Nd4j.rand(3, 3));
            }),
            new Case("gaussian left over when a seed is set", () -> {
                Nd4j.getRandom().nextGaussian();
                Nd4j.getRandom().setSeed(7);
                return Nd4j.getRandom().nextGaussian();
            }),
            new Case(
                    "new generator",
                    () -> Nd4j.getRandomFactory().getNewRandomInstance().nextLong()),
            new Case("configuration without a seed", () -> {
                NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().updater(new Sgd(0.1));
                return bits(Networks.mlp(builder).params());
            }),
            new Case("DataSet.shuffle()", () -> {
                DataSet data = numbered();
                data.shuffle();
                return bits(data.getFeatures());
            }),
            new Case("DataSet.shuffle(seed) of one array", () -> {
                INDArray numbers = Nd4j.arange(40_000).reshape(8000, 5);
                DataSet data = new DataSet(numbers, numbers);
                for (int i = 0; i < 100; i++) {
                    data.shuffle(7);
                }
                return bits(data.getFeatures());
            }),
            new Case("MultiDataSet.shuffle()", () -> {
                MultiDataSet data = new MultiDataSet(numbers(), numbers());
                data.shuffle();
                return bits(data.getFeatures(0));
            }),
            new Case("Nd4j.shuffle()", () -> {
                INDArray numbers = numbers();
                Nd4j.shuffle(numbers, 1);
                return bits(numbers);
            }),
            new Case("KFoldIterator.reset()", () -> {
                KFoldIterator folds = new KFoldIterator(4, numbered());
                folds.reset();
                return bits(folds.next().getFeatures());
            }),
            new Case(
                    "MathUtils",
                    () -> MathUtils.randomDoubleBetween(0, 1) + " " + MathUtils.randomNumberBetween(0, 1e9)),
            new Case("ArrayUtil", () -> java.util.Arrays.toString(ArrayUtil.randomPermutation(40))));

    private CarelessHabits() {}

    /** One source of chance. */
    record Case(String name, Callable<Object> body) {}

    /** Those of the page's table, in its order. */
    static Stream<Case> all() {
        return Stream.of(CASES, CarelessLibraries.CASES, CarelessThreads.CASES).flatMap(List::stream);
    }

    /** Runs all cases, within a run if a folder for it is given. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            runAll(List::of);
            return;
        }
        FakeRun run = Runs.fake(42, Path.of(arguments[0]));
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            session.environment();
            runAll(() -> met(run));
        }
    }

    private static void runAll(Supplier<List<String>> met) throws Exception {
        List<Case> cases = new ArrayList<>(all().toList());
        cases.add(CarelessLibraries.ONE_WORKER);
        for (Case each : cases) {
            Set<String> before = new HashSet<>(met.get());
            System.out.println("case\t" + each.name() + "\t" + each.body().call());
            met.get().stream()
                    .filter(hazard -> !before.contains(hazard))
                    .map(hazard -> hazard.substring(hazard.indexOf('\t') + 1))
                    .distinct()
                    .forEach(hazard -> System.out.println("hazard\t" + each.name() + "\t" + hazard));
        }
    }

    /** All that was met so far, each with the number of times before it. */
    private static List<String> met(FakeRun run) {
        List<String> met = new ArrayList<>();
        for (int i = 0; i < run.hazards().size(); i++) {
            Hazard hazard = run.hazards().get(i);
            met.add(String.join(
                    "\t",
                    i + "",
                    hazard.kind(),
                    hazard.className(),
                    hazard.line() + "",
                    hazard.treatment() + "",
                    hazard.advice()));
        }
        for (Hazard site : Sites.all()) {
            met.add(String.join(
                    "\t",
                    site.count() + "",
                    site.kind(),
                    site.className(),
                    site.line() + "",
                    site.treatment() + "",
                    site.advice()));
        }
        return met;
    }

    static String bits(INDArray array) {
        return ArrayBytes.sha256(array).hex();
    }

    private static INDArray numbers() {
        return Nd4j.arange(200).reshape(40, 5);
    }

    private static DataSet numbered() {
        return new DataSet(numbers(), numbers());
    }

    private static String inAnotherThread() throws InterruptedException {
        List<String> drawn = new ArrayList<>();
        Thread thread = new Thread(() -> drawn.add(bits(Nd4j.rand(3, 3))));
        thread.start();
        thread.join();
        return drawn.get(0);
    }

    private static String inOperations() {
        INDArray shape = Nd4j.createFromArray(50);
        INDArray drawn = Nd4j.create(DataType.FLOAT, 50);
        StringBuilder results = new StringBuilder(bits(Nd4j.exec(new RandomShuffle(Nd4j.arange(50), 0, 0))[0]));
        results.append(bits(Nd4j.exec(new RandomPoisson(shape, Nd4j.createFromArray(0.5f, 2f)))[0]));
        Nd4j.exec(new RandomBernoulli(shape, drawn, 0.5));
        results.append(bits(drawn));
        Nd4j.exec(new DistributionUniform(shape, drawn, 0, 1));
        return results.append(bits(drawn)).toString();
    }

    /** Which worker takes which task differs from run to run. */
    private static String inAPool() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> drawn = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                drawn.add(pool.submit(() -> bits(Nd4j.rand(3, 3))));
            }
            StringBuilder results = new StringBuilder();
            for (Future<String> each : drawn) {
                results.append(each.get(), 0, 8).append(' ');
            }
            return results.toString();
        } finally {
            pool.shutdown();
        }
    }

    private static String inThePrefetchThread() {
        MultiLayerNetwork network = Networks.mlp();
        DataSetIterator iterator = Networks.table();
        iterator.setPreProcessor(
                batch -> batch.getFeatures().addi(Nd4j.rand(batch.getFeatures().shape())));
        network.fit(iterator, 2);
        return bits(network.params());
    }
}
