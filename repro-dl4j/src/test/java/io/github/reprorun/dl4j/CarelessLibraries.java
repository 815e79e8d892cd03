package io.github.reprorun.dl4j;

import static io.github.reprorun.dl4j.CarelessHabits.bits;

import io.github.reprorun.dl4j.CarelessHabits.Case;
import io.github.reprorun.dl4j.internal.hazard.InstanceField;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.lang3.RandomUtils;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.datavec.api.split.FileSplit;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.loader.LFWLoader;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.deeplearning4j.datasets.iterator.file.FileDataSetIterator;
import org.deeplearning4j.datasets.iterator.file.FileMultiDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.termination.MaxTimeIterationTerminationCondition;
import org.deeplearning4j.iterator.bert.BertMaskedLMMasker;
import org.deeplearning4j.iterator.provider.CollectionLabeledSentenceProvider;
import org.deeplearning4j.models.embeddings.learning.impl.sequence.DBOW;
import org.deeplearning4j.models.paragraphvectors.ParagraphVectors;
import org.deeplearning4j.models.sequencevectors.graph.primitives.Graph;
import org.deeplearning4j.models.sequencevectors.graph.walkers.impl.RandomWalker;
import org.deeplearning4j.models.word2vec.VocabWord;
import org.deeplearning4j.models.word2vec.Word2Vec;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.text.documentiterator.LabelsSource;
import org.deeplearning4j.text.sentenceiterator.CollectionSentenceIterator;
import org.deeplearning4j.text.tokenization.tokenizerfactory.DefaultTokenizerFactory;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.api.ops.random.custom.RandomGamma;
import org.nd4j.linalg.api.ops.random.custom.RandomShuffle;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The catalogue's cases beside ND4J's generators: iterators, images, embeddings, parallel training. */
final class CarelessLibraries {
    private static final int FILES = 12;
    private static final String[] WORDS =
            IntStream.range(0, 40).mapToObj(i -> "word" + i).toArray(String[]::new);

    /** Every case, in the order in which they run. */
    static final List<Case> CASES = List.of(
            new Case("commons-lang RandomUtils", CarelessLibraries::randomNumber),
            new Case("commons-math Well19937c", () -> new Well19937c().nextLong()),
            new Case(
                    "commons-math MultivariateNormalDistribution",
                    () -> Arrays.toString(new MultivariateNormalDistribution(
                                    new double[2], new double[][] {{1, 0}, {0, 1}})
                            .sample())),
            new Case(
                    "FileDataSetIterator",
                    () -> inFolder(CarelessLibraries::save, folder -> {
                        List<Float> read = new ArrayList<>();
                        new FileDataSetIterator(folder)
                                .forEachRemaining(
                                        data -> read.add(data.getFeatures().getFloat(0)));
                        return read;
                    })),
            new Case(
                    "FileMultiDataSetIterator",
                    () -> inFolder(CarelessLibraries::saveMulti, folder -> {
                        List<Float> read = new ArrayList<>();
                        new FileMultiDataSetIterator(folder)
                                .forEachRemaining(
                                        data -> read.add(data.getFeatures(0).getFloat(0)));
                        return read;
                    })),
            new Case(
                    "FileSplit",
                    () -> inFolder(
                            CarelessLibraries::save,
                            folder -> Arrays.stream(new FileSplit(folder, new Random(1)).locations())
                                    .map(location -> new File(location).getName())
                                    .toList())),
            new Case(
                    "LFWLoader",
                    () -> ((Random) InstanceField.of(new LFWLoader(), "rng").get()).nextLong()),
            new Case("PipelineImageTransform that shuffles", CarelessLibraries::shuffledTransforms),
            new Case("PipelineImageTransform in another thread", CarelessLibraries::transformsElsewhere),
            new Case(
                    "BertMaskedLMMasker",
                    () -> new BertMaskedLMMasker()
                            .maskSequence(List.of(WORDS), "MASK", List.of(WORDS))
                            .getFirst()),
            new Case("RandomWalker", CarelessLibraries::walk),
            new Case("CollectionLabeledSentenceProvider", () -> {
                CollectionLabeledSentenceProvider provider =
                        new CollectionLabeledSentenceProvider(List.of(WORDS), List.of(WORDS));
                return IntStream.range(0, WORDS.length)
                        .mapToObj(i -> provider.nextSentence().getFirst())
                        .toList();
            }),
            new Case("AsyncDataSetIterator reset in mid-epoch", CarelessLibraries::resetInMidEpoch),
            new Case("Word2Vec with several workers", () -> embeddings(new Word2Vec.Builder().workers(4))),
            new Case("ParagraphVectors without a seed", () -> {
                ParagraphVectors vectors = new ParagraphVectors.Builder()
                        .iterate(new CollectionSentenceIterator(sentences(300)))
                        .tokenizerFactory(new DefaultTokenizerFactory())
                        .labelsSource(new LabelsSource("sentence"))
                        .allowParallelTokenization(false)
                        .layerSize(16)
                        .minWordFrequency(1)
                        .workers(1)
                        .build();
                vectors.fit();
                return bits(vectors.getLookupTable().getWeights());
            }),
            new Case("ParagraphVectors whose one worker is not heard of", () -> {
                ParagraphVectors vectors = new ParagraphVectors.Builder()
                        .iterate(new CollectionSentenceIterator(sentences(300)))
                        .tokenizerFactory(new DefaultTokenizerFactory())
                        .labelsSource(new LabelsSource("sentence"))
                        .sequenceLearningAlgorithm(new DBOW<>())
                        .trainWordVectors(false)
                        .allowParallelTokenization(false)
                        .seed(42)
                        .layerSize(16)
                        .minWordFrequency(1)
                        .workers(1)
                        .build();
                vectors.fit();
                return bits(vectors.getLookupTable().getWeights());
            }),
            new Case(
                    "ParallelWrapper that averages, with dropout",
                    () -> parallel(ParallelWrapper.TrainingMode.AVERAGING)),
            new Case(
                    "ParallelWrapper that shares gradients",
                    () -> parallel(ParallelWrapper.TrainingMode.SHARED_GRADIENTS)),
            new Case("random_gamma", () -> {
                INDArray drawn = Nd4j.exec(
                        new RandomGamma(Nd4j.createFromArray(400), Nd4j.createFromArray(0.5f, 2f), null, 7, 7))[0];
                return bits(drawn);
            }),
            new Case("scatter_add to one index twice", () -> {
                INDArray rows = Nd4j.zeros(DataType.FLOAT, 50, 8);
                Nd4j.exec(new ScatterAdd(rows, indices(), updates()));
                return bits(rows);
            }),
            new Case("confusion_matrix", () -> bits(Nd4j.math().confusionMatrix(indices(), others(), 50))),
            new Case("early stopping by the clock", () -> {
                new MaxTimeIterationTerminationCondition(1, TimeUnit.DAYS).initialize();
                return "";
            }));

    /** What needs no holding, and gives what is held where several workers were asked for. */
    static final Case ONE_WORKER = new Case(
            "Word2Vec with one worker",
            () -> embeddings(new Word2Vec.Builder().workers(1).allowParallelTokenization(false)));

    private CarelessLibraries() {}

    /** As Deeplearning4j itself calls it. */
    @SuppressWarnings("deprecation")
    private static int randomNumber() {
        return RandomUtils.nextInt(0, 1_000_000_000);
    }

    /** Something that is made in a folder. */
    private interface InFolder<T> {
        T of(File folder) throws IOException;
    }

    private static Object inFolder(Consumer<Path> fill, InFolder<Object> read) throws IOException {
        Path folder = Files.createTempDirectory("reprorun-files");
        try {
            for (int i = 0; i < FILES; i++) {
                fill.accept(file(folder, i));
            }
            return read.of(folder.toFile());
        } finally {
            for (int i = 0; i < FILES; i++) {
                delete(file(folder, i).toFile());
            }
            delete(folder.toFile());
        }
    }

    private static Path file(Path folder, int number) {
        return folder.resolve("part" + number + ".bin");
    }

    private static INDArray numberOf(Path file) {
        String name = file.getFileName().toString();
        return Nd4j.scalar(DataType.FLOAT, Integer.parseInt(name.replaceAll("[a-z.]", "")))
                .reshape(1, 1);
    }

    private static void save(Path file) {
        new DataSet(numberOf(file), numberOf(file)).save(file.toFile());
    }

    private static void saveMulti(Path file) {
        try {
            new MultiDataSet(numberOf(file), numberOf(file)).save(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(File file) {
        if (!file.delete()) {
            throw new UncheckedIOException(new IOException(file + " cannot be deleted"));
        }
    }

    /** A transform that only tells that it was used. */
    private record Told(int number, List<Integer> order) implements ImageTransform {
        @Override
        public ImageWritable transform(ImageWritable image) {
            order.add(number);
            return image;
        }

        @Override
        public ImageWritable transform(ImageWritable image, Random random) {
            return transform(image);
        }

        @Override
        public float[] query(float... coordinates) {
            return coordinates;
        }

        @Override
        public ImageWritable getCurrentImage() {
            return new ImageWritable();
        }
    }

    private static List<Integer> shuffledTransforms() {
        List<Integer> order = new ArrayList<>();
        new PipelineImageTransform(1, pipeline(order, 1.0), true).transform(new ImageWritable());
        return order;
    }

    /** Draws from the generator that it took from the thread that made it, while that thread draws too. */
    private static List<Integer> transformsElsewhere() throws InterruptedException {
        List<Integer> order = new ArrayList<>();
        PipelineImageTransform transform = new PipelineImageTransform(1, pipeline(order, 0.5), false);
        Thread prefetching = new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                transform.transform(new ImageWritable());
            }
        });
        prefetching.start();
        while (prefetching.isAlive()) {
            Nd4j.exec(new RandomShuffle(Nd4j.arange(8), 0, 0));
        }
        prefetching.join();
        return order;
    }

    private static List<Pair<ImageTransform, Double>> pipeline(List<Integer> order, double probability) {
        List<Pair<ImageTransform, Double>> pipeline = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pipeline.add(new Pair<>(new Told(i, order), probability));
        }
        return pipeline;
    }

    private static Object walk() {
        List<VocabWord> words =
                Arrays.stream(WORDS).map(word -> new VocabWord(1, word)).toList();
        Graph<VocabWord, Double> graph = new Graph<>(words, false);
        for (int i = 0; i < WORDS.length; i++) {
            for (int other = i + 1; other < WORDS.length; other++) {
                graph.addEdge(i, other, 1.0, false);
            }
        }
        return new RandomWalker.Builder<>(graph)
                .setWalkLength(20)
                .build()
                .next()
                .asLabels();
    }

    private static INDArray indices() {
        return Nd4j.createFromArray(
                IntStream.range(0, 20_000).map(i -> i * 7 % 50).toArray());
    }

    private static INDArray others() {
        return Nd4j.createFromArray(
                IntStream.range(0, 20_000).map(i -> i * 3 % 50).toArray());
    }

    private static INDArray updates() {
        return Nd4j.linspace(DataType.FLOAT, 0.1, 0.01, 20_000 * 8).reshape(20_000, 8);
    }

    /** How many batches the iterator behind was asked for when it was reset. */
    private static Object resetInMidEpoch() {
        int[] asked = new int[1];
        int[] askedAtReset = new int[1];
        DataSetIterator behind =
                new ListDataSetIterator<>(Collections.nCopies(500, new DataSet(Nd4j.ones(1, 2), Nd4j.ones(1, 2))), 1) {
                    @Override
                    public DataSet next() {
                        asked[0]++;
                        return super.next();
                    }

                    @Override
                    public void reset() {
                        askedAtReset[0] = asked[0];
                        super.reset();
                    }
                };
        AsyncDataSetIterator iterator = new AsyncDataSetIterator(behind, 4);
        for (int i = 0; i < 20; i++) {
            iterator.next();
        }
        iterator.reset();
        iterator.shutdown();
        return askedAtReset[0];
    }

    /** Of so many sentences that of several workers no one has them all. */
    private static String embeddings(Word2Vec.Builder builder) {
        Word2Vec vectors = builder.iterate(new CollectionSentenceIterator(sentences(2000)))
                .tokenizerFactory(new DefaultTokenizerFactory())
                .seed(42)
                .layerSize(16)
                .minWordFrequency(1)
                .build();
        vectors.fit();
        return bits(vectors.getLookupTable().getWeights());
    }

    private static List<String> sentences(int count) {
        Random random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(sentence -> IntStream.range(0, 12)
                        .mapToObj(word -> WORDS[Math.min(39, (int) Math.abs(15 * random.nextGaussian()))])
                        .reduce((left, right) -> left + " " + right)
                        .orElseThrow())
                .toList();
    }

    private static String parallel(ParallelWrapper.TrainingMode mode) {
        MultiLayerNetwork network = Networks.mlp(new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Sgd(0.1))
                .dropOut(0.5));
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .prefetchBuffer(2)
                .averagingFrequency(1)
                .trainingMode(mode)
                .build();
        wrapper.fit(Networks.table());
        wrapper.shutdown();
        return bits(network.params());
    }
}
