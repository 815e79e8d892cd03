package io.github.reprorun.dl4j;

import io.github.reprorun.seed.NamedStream;
import io.github.reprorun.spi.testing.FakeRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.commons.math3.random.MersenneTwister;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Programs that train, each with a state of its own kind that a checkpoint has to hold. */
final class Trainings {
    private static final int EPOCHS = 3;

    private Trainings() {}

    /** A program; {@code watch} is to be given each network before it is trained. */
    interface Program {
        void run(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) throws Exception;
    }

    record Case(String name, Program program) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        return List.of(
                new Case("dropout, Adam with a schedule", Trainings::scheduled),
                new Case("augmentation in the prefetch thread", Trainings::augmented),
                new Case("truncated backpropagation through time", Trainings::truncated),
                new Case("graph of pairs", Trainings::graph),
                new Case("graph of data sets, prefetched", Trainings::graphOfDataSets),
                new Case("order shuffled in place", Trainings::shuffled),
                new Case("iterator and dropout share a generator", Trainings::sharing),
                new Case("stream drawn by data and listener in turn", Trainings::inTurn),
                new Case("normalizer, constraints, weight noise", Trainings::constrained),
                new Case("listener that draws and records", Trainings::listening),
                new Case("learning rate and dropout that a listener anneals", Trainings::annealed),
                new Case("graph whose learning rate becomes a schedule for one layer", Trainings::rescheduled),
                new Case("listener that keeps what decides", Trainings::deciding),
                new Case("layers that a listener freezes and thaws", Trainings::freezing),
                new Case("graph whose layers a listener freezes", Trainings::graphFreezing),
                new Case("updater that a listener replaces", Trainings::updated),
                new Case("generators of both listener and data", Trainings::together),
                new Case("two networks and one iterator", Trainings::twice),
                new Case("evaluation between epochs", Trainings::evaluated),
                new Case("validation, early stopping", Trainings::stopped));
    }

    private static MultiLayerNetwork mlp() {
        return Networks.mlp(Networks.seeded(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.02, 0.7, 3)))
                .l2(1e-4));
    }

    private static void scheduled(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void augmented(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.cnn();
        watch.accept(network);
        DataSetIterator images = Networks.images();
        NamedStream shifts = run.random("shifts");
        images.setPreProcessor(new Preparation(batch -> batch.getFeatures()
                .addi(shifts.nextGaussian())
                .addi(Nd4j.rand(batch.getFeatures().shape()))
                .addi(Nd4j.getRandom().nextGaussian())));
        dl4j.fit(network, images, EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void truncated(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.lstm();
        watch.accept(network);
        dl4j.fit(network, Networks.series(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void graph(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        ComputationGraph network = Networks.graph();
        watch.accept(network);
        dl4j.fit(network, Networks.pairs(), 3 * EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void graphOfDataSets(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        ComputationGraph network = mlp().toComputationGraph();
        watch.accept(network);
        DataSetIterator table = Networks.table();
        table.setPreProcessor(new Preparation(
                batch -> batch.getFeatures().addi(Nd4j.rand(batch.getFeatures().shape()))));
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void shuffled(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        watch.accept(network);
        dl4j.fit(network, new Shuffled(new Random(3), run.random("order")), EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void sharing(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        watch.accept(network);
        DataSetIterator table = synchronous();
        table.setPreProcessor(new Preparation(
                batch -> batch.getFeatures().addi(Nd4j.rand(batch.getFeatures().shape()))));
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void inTurn(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        NamedStream noise = run.random("noise");
        network.setListeners(new Steps(model -> noise.nextDouble()));
        watch.accept(network);
        DataSetIterator table = synchronous();
        table.setPreProcessor(new Preparation(batch -> batch.getFeatures().addi(noise.nextDouble())));
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void constrained(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        NeuralNetConfiguration.Builder builder = Networks.seeded(new Adam(0.05))
                .constrainWeights(new MaxNormConstraint(0.5, 1))
                .weightNoise(new WeightNoise(new NormalDistribution(0, 0.1)));
        MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(5))
                .build());
        network.init();
        watch.accept(network);
        DataSetIterator table = Networks.table();
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(table);
        table.reset();
        table.setPreProcessor(normalizer);
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network, normalizer);
    }

    private static void listening(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        NamedStream noise = run.random("noise");
        network.setListeners(
                new Steps(model -> {
                    double drawn = noise.nextDouble() + Nd4j.getRandom().nextGaussian();
                    run.state()
                            .metrics()
                            .put("drawn." + ((MultiLayerNetwork) model).getIterationCount(), String.valueOf(drawn));
                }) {
                    @Override
                    public void onEpochStart(Model model) {
                        run.state()
                                .metrics()
                                .put("start." + run.state().metrics().size(), String.valueOf(noise.nextDouble()));
                    }
                });
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** The listener keeps nothing: what it sets follows from what the network's configuration says already. */
    private static void annealed(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Adam(0.02)).dropOut(0.9));
        network.setListeners(new Steps(model -> {
            MultiLayerNetwork trained = (MultiLayerNetwork) model;
            if (trained.getIterationCount() % 3 == 0) {
                trained.setLearningRate(trained.getLearningRate(0) * 0.7);
                for (Layer layer : trained.getLayers()) {
                    layer.conf().getLayer().setIDropout(new Dropout(1 - 0.3 / (1 + trained.getIterationCount())));
                }
            }
        }));
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** From then on its layers are not updated together. */
    private static void rescheduled(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        ComputationGraph network = Networks.mlp(Networks.seeded(new Sgd(0.02))).toComputationGraph();
        network.setListeners(new Steps(model -> {
            ComputationGraph trained = (ComputationGraph) model;
            if (trained.getIterationCount() == 2) {
                trained.setLearningRate("0", new StepSchedule(ScheduleType.ITERATION, 0.05, 0.5, 2));
            }
        }));
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** Lowers the rate when the smoothed score has not improved, and weighs it by what it saw of the parameters. */
    private static final class Plateau extends BaseTrainingListener {
        private final List<Double> scores = new ArrayList<>();
        private final Map<String, int[]> seen = new HashMap<>();
        private final AtomicInteger steps = new AtomicInteger();
        private double best = Double.MAX_VALUE;
        private @Nullable INDArray average;

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            MultiLayerNetwork network = (MultiLayerNetwork) model;
            scores.add(model.score());
            seen.computeIfAbsent("epoch " + epoch, key -> new int[1])[0]++;
            INDArray parameters = network.params();
            average = average == null ? parameters.dup() : average.mul(0.9).addi(parameters.mul(0.1));
            double smoothed =
                    scores.stream().mapToDouble(each -> each).average().orElseThrow();
            if (steps.incrementAndGet() % 2 == 0 || smoothed >= best) {
                network.setLearningRate(
                        0.02 / (1 + seen.size() + average.normmaxNumber().doubleValue()));
            }
            best = Math.min(best, smoothed);
        }
    }

    private static void deciding(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Adam(0.02)));
        network.setListeners(new Plateau());
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void freezing(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Adam(0.02)));
        network.setListeners(new Steps(model -> {
            Layer[] layers = ((MultiLayerNetwork) model).getLayers();
            int iteration = ((MultiLayerNetwork) model).getIterationCount();
            if (iteration == 3) {
                layers[0] = new FrozenLayer(layers[0]);
            } else if (iteration == 6 && layers[0] instanceof FrozenLayer frozen) {
                layers[0] = frozen.getInsideLayer();
            }
        }));
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static void graphFreezing(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        ComputationGraph network = Networks.mlp(Networks.seeded(new Adam(0.02))).toComputationGraph();
        network.setListeners(new Steps(model -> {
            if (((ComputationGraph) model).getIterationCount() == 3) {
                ((ComputationGraph) model).getVertex("0").setLayerAsFrozen();
            }
        }));
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** Its state is laid out differently from then on. */
    private static void updated(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = Networks.mlp(Networks.seeded(new Adam(0.02)));
        network.setListeners(new Steps(model -> {
            MultiLayerNetwork trained = (MultiLayerNetwork) model;
            if (trained.getIterationCount() == 3) {
                for (Layer layer : trained.getLayers()) {
                    ((BaseLayer) layer.conf().getLayer()).setIUpdater(new Nesterovs(0.02, 0.9));
                }
                trained.setUpdater(null);
            }
        }));
        watch.accept(network);
        dl4j.fit(network, Networks.table(), EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** The listener can reach the generator of the data, which is made late, and the data that of the listener. */
    private static void together(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        Together generators = new Together();
        network.setListeners(new Steps(model -> run.state()
                .metrics()
                .put("drawn." + network.getIterationCount(), String.valueOf(generators.ofListener.nextDouble()))));
        watch.accept(network);
        DataSetIterator table = Networks.table();
        table.setPreProcessor(new Preparation(batch -> batch.getFeatures().addi(generators.drawForData())));
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network);
    }

    private static final class Together {
        private final MersenneTwister ofListener = new MersenneTwister(11);
        private @Nullable MersenneTwister ofData;

        double drawForData() {
            if (ofData == null) {
                ofData = new MersenneTwister(12);
            }
            return ofData.nextDouble();
        }
    }

    private static void twice(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        DataSetIterator data = new Shuffled(new Random(3), run.random("order"));
        MultiLayerNetwork first = mlp();
        watch.accept(first);
        dl4j.fit(first, data, 2);
        run.state()
                .metrics()
                .put(
                        "between",
                        String.valueOf(first.score() + run.random("between").nextDouble()));
        MultiLayerNetwork second = mlp();
        watch.accept(second);
        dl4j.fit(second, data, 1);
        dl4j.fit(first, data, 1);
        dl4j.save("first.zip", first);
        dl4j.save("second.zip", second);
    }

    /** Its prefetch threads are begun by the training thread too, between those of the training data. */
    private static void evaluated(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        DataSetIterator heldBack = Networks.table();
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onEpochEnd(Model model) {
                run.state()
                        .metrics()
                        .put(
                                "accuracy." + network.getEpochCount(),
                                String.valueOf(network.evaluate(heldBack).accuracy()));
            }
        });
        watch.accept(network);
        DataSetIterator table = Networks.table();
        table.setPreProcessor(new Preparation(
                batch -> batch.getFeatures().addi(Nd4j.rand(batch.getFeatures().shape()))));
        dl4j.fit(network, table, EPOCHS);
        dl4j.save("model.zip", network);
    }

    /** Its validation data draws too, on a thread of its own, and so does the training's. */
    private static void stopped(FakeRun run, Dl4jRun dl4j, Consumer<Model> watch) {
        MultiLayerNetwork network = mlp();
        watch.accept(network);
        Fitted fitted = dl4j.fit(
                network,
                noisy(),
                Fitting.epochs(20)
                        .validation(noisy())
                        .watch("accuracy")
                        .improvement(0.9)
                        .patience(3)
                        .bestModel("best.zip"));
        run.state().metrics().put("fitted", fitted.toString());
        dl4j.save("model.zip", network);
    }

    static DataSetIterator noisy() {
        DataSetIterator table = Networks.table();
        table.setPreProcessor(new Preparation(
                batch -> batch.getFeatures().addi(Nd4j.rand(batch.getFeatures().shape()))));
        return table;
    }

    static DataSetIterator synchronous() {
        return new ListDataSetIterator<>(Networks.examples(5), 8) {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean asyncSupported() {
                return false;
            }
        };
    }

    private static class Steps extends BaseTrainingListener {
        private final Consumer<Model> step;

        Steps(Consumer<Model> step) {
            this.step = step;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            step.accept(model);
        }
    }

    private static final class Preparation implements DataSetPreProcessor {
        private static final long serialVersionUID = 1L;

        private final transient Consumer<org.nd4j.linalg.dataset.api.DataSet> preparation;

        Preparation(Consumer<org.nd4j.linalg.dataset.api.DataSet> preparation) {
            this.preparation = preparation;
        }

        @Override
        public void preProcess(org.nd4j.linalg.dataset.api.DataSet batch) {
            preparation.accept(batch);
        }
    }

    /** Goes on with the order of the epoch before, as iterators that shuffle their own list do. */
    private static final class Shuffled implements DataSetIterator {
        private static final long serialVersionUID = 1L;

        private final List<DataSet> batches =
                new ArrayList<>(DataSet.merge(Networks.examples(5)).batchBy(8));
        private final Random own;
        private final Random order;
        private int at;

        Shuffled(Random own, Random order) {
            this.own = own;
            this.order = order;
        }

        @Override
        public boolean hasNext() {
            return at < batches.size();
        }

        @Override
        public DataSet next() {
            DataSet batch = batches.get(at++).copy();
            batch.getFeatures().addi(own.nextDouble());
            return batch;
        }

        @Override
        public void reset() {
            Collections.shuffle(batches, order);
            at = 0;
        }

        @Override
        public boolean resetSupported() {
            return true;
        }

        @Override
        public boolean asyncSupported() {
            return true;
        }

        @Override
        public DataSet next(int examples) {
            return next();
        }

        @Override
        public int inputColumns() {
            return 5;
        }

        @Override
        public int totalOutcomes() {
            return 3;
        }

        @Override
        public int batch() {
            return 8;
        }

        @Override
        public void setPreProcessor(DataSetPreProcessor preProcessor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DataSetPreProcessor getPreProcessor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> getLabels() {
            return List.of();
        }
    }
}
