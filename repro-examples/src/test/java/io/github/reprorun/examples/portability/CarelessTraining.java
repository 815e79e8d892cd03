package io.github.reprorun.examples.portability;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.numerics.NumericsProfile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.apache.commons.lang3.RandomUtils;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.datasets.iterator.file.FileDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.common.util.MathUtils;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.KFoldIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A training as no one should write it: data, weights, order, noise and dropout come from every generator that nobody seeded,
 * and what the machine decides by itself is taken for granted. It knows nothing of the library; {@link Launched} is the same
 * within a run. What it does without is identity hash codes, which are others on another JDK whatever is done, and what no
 * seed can hold.
 */
final class CarelessTraining {
    private static final int ROWS = 96;
    private static final int COLUMNS = 36;
    private static final int BATCH = 16;

    /** A network was trained to this, and drew that on the way. */
    record Result(List<String> lines, double score) {}

    private CarelessTraining() {}

    /** Prints the lines of the result. */
    public static void main(String[] arguments) throws Exception {
        train(Files.createTempFile("careless", ".zip")).lines().forEach(System.out::println);
    }

    /** The same training within a run. Arguments: the folder for its run and, if it is not the portable one, the profile. */
    static final class Launched {
        public static void main(String[] arguments) {
            ReproducibleRun.of("careless")
                    .seed(42)
                    .threads(2)
                    .profile(NumericsProfile.valueOf(arguments.length > 1 ? arguments[1] : "PORTABLE"))
                    .runsDirectory(Path.of(arguments[0]))
                    .launch(arguments, Launched::train);
        }

        private static void train(RunContext run) throws Exception {
            Result result = CarelessTraining.train(run.output("model.zip"));
            Files.write(run.output("lines.txt"), result.lines());
            run.metric("score", result.score());
        }
    }

    /** Writes the trained network to {@code model}. */
    static Result train(Path model) throws Exception {
        List<String> lines = new ArrayList<>();
        DataSet data = data(lines);
        MultiLayerNetwork network = network();
        lines.add("weights " + bits(network.params()));
        ListDataSetIterator<DataSet> batches = new ListDataSetIterator<>(data.asList(), BATCH);
        batches.setPreProcessor(batch ->
                batch.getFeatures().addi(Nd4j.randn(batch.getFeatures().shape()).muli(0.01)));
        network.fit(batches, 2); // The prefetching thread draws the noise.
        lines.add("trained " + bits(network.params()));
        lines.add("epochs later " + bits(trainedOnFiles(network, data)));
        ModelSerializer.writeModel(network, model.toFile(), true);
        double score = network.score(data);
        lines.add("score " + Double.toHexString(score));
        lines.addAll(strayDraws());
        return new Result(lines, score);
    }

    @SuppressWarnings("deprecation") // RandomUtils as most programs call it
    private static DataSet data(List<String> lines) throws Exception {
        Random clocked = new Random(System.currentTimeMillis());
        SecureRandom secure = new SecureRandom();
        SplittableRandom splittable = new SplittableRandom();
        RandomGenerator named = RandomGenerator.of("L64X128MixRandom");
        NormalDistribution normal = new NormalDistribution();
        List<DoubleSupplier> sources = List.of(
                () -> new Random().nextGaussian(),
                Math::random,
                () -> ThreadLocalRandom.current().nextDouble(),
                clocked::nextGaussian,
                () -> new Random(System.nanoTime()).nextDouble(),
                secure::nextDouble,
                splittable::nextDouble,
                named::nextDouble,
                () -> RandomGenerator.getDefault().nextDouble(),
                normal::sample,
                () -> RandomUtils.nextDouble(0, 1),
                () -> MathUtils.randomDoubleBetween(0, 1),
                () -> UUID.randomUUID().getLeastSignificantBits() * 0x1p-63);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double[] row = new double[COLUMNS];
            for (int column = 0; column < COLUMNS; column++) {
                row[column] = sources.get((i + column) % sources.size()).getAsDouble();
            }
            rows.add(row);
        }
        addNoiseInAPool(rows);
        Collections.shuffle(rows);
        List<String> classes = new ArrayList<>(Set.of("honest", "doubtful", "fraud"));
        lines.add("classes " + classes + ", " + Map.of("a", 1, "b", 2, "c", 3, "d", 4));
        INDArray features = Nd4j.createFromArray(rows.toArray(double[][]::new)).castTo(Nd4j.dataType());
        INDArray labels = Nd4j.zeros(ROWS, classes.size());
        for (int i = 0; i < ROWS; i++) {
            int label = rows.get(i)[0] > 0.5 ? classes.indexOf("fraud") : i % classes.size();
            labels.putScalar(i, label, 1);
        }
        DataSet data = new DataSet(features.reshape(ROWS, COLUMNS), labels);
        data.shuffle();
        lines.add("data " + bits(data.getFeatures()));
        return data;
    }

    /** As many workers as the machine has processors; which of them takes which row differs from run to run. */
    private static void addNoiseInAPool(List<double[]> rows) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (double[] row : rows) {
                tasks.add(pool.submit(() -> {
                    Random random = new Random();
                    for (int column = 0; column < row.length; column++) {
                        row[column] += 0.1 * random.nextGaussian()
                                + 0.01 * Nd4j.rand(1).getDouble(0);
                    }
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Without a seed; its dropout draws from the generator of the thread that trains. */
    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new DenseLayer.Builder().nOut(24).dropOut(0.7).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(6, 6, 1))
                .build());
        network.init();
        return network;
    }

    /** Writes the batches to files and reads them in the order of their folder, then in the iterator's own. */
    private static INDArray trainedOnFiles(MultiLayerNetwork network, DataSet data) throws IOException {
        File folder = Files.createTempDirectory("careless").toFile();
        int number = 0;
        for (DataSet batch : data.batchBy(BATCH)) {
            batch.save(new File(folder, "batch" + 31 * number++ % 7 + ".bin"));
        }
        File[] files = Objects.requireNonNull(folder.listFiles());
        for (File file : files) {
            DataSet batch = new DataSet();
            batch.load(file);
            network.fit(batch);
        }
        network.fit(new FileDataSetIterator(folder));
        for (File file : files) {
            Files.delete(file.toPath());
        }
        Files.delete(folder.toPath());
        return network.params();
    }

    /** The habits that no part of the training above has. */
    private static List<String> strayDraws() throws Exception {
        INDArray numbers = Nd4j.arange(60).reshape(20, 3);
        MultiDataSet pair = new MultiDataSet(numbers.dup(), numbers.dup());
        pair.shuffle();
        INDArray shuffled = numbers.dup();
        Nd4j.shuffle(shuffled, 1);
        KFoldIterator folds = new KFoldIterator(4, new DataSet(numbers, numbers));
        folds.reset();
        List<String> lines = new ArrayList<>();
        lines.add("pair " + bits(pair.getFeatures(0)));
        lines.add("shuffled " + bits(shuffled));
        lines.add("fold " + bits(folds.next().getFeatures()));
        lines.add("permutation " + Arrays.toString(ArrayUtil.randomPermutation(9)));
        lines.add("gaussian " + Nd4j.getRandom().nextGaussian());
        Nd4j.getRandom().setSeed(0);
        lines.add("seeded with 0 " + bits(Nd4j.rand(3)));
        Nd4j.getRandom().setSeed(System.currentTimeMillis());
        lines.add("seeded from the clock " + bits(Nd4j.randn(3)));
        Nd4j.getRandom().reSeed();
        lines.add("reseeded " + bits(Nd4j.rand(3)));
        Thread thread = new Thread(() -> lines.add("another thread " + bits(Nd4j.rand(3))));
        thread.start();
        thread.join();
        return lines;
    }

    private static String bits(INDArray array) {
        return Long.toHexString(Arrays.hashCode(array.dup('c').data().asBytes()) & 0xffffffffL);
    }
}
