package io.github.reprorun.dl4j;

import static io.github.reprorun.dl4j.CarelessHabits.bits;

import io.github.reprorun.dl4j.CarelessHabits.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.parallelism.ParallelInference;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.inference.InferenceMode;
import org.deeplearning4j.parallelism.trainer.DefaultTrainer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The catalogue's cases of networks that several threads train. */
final class CarelessThreads {
    private static final int WORKERS = 4;
    private static final int BATCH = 2;
    private static final int FEATURES = 500;

    /** As soon as the first worker is there, it has a batch, while the others still copy the network. */
    static final Case AT_ONCE = new Case("ParallelWrapper whose first batch is there", () -> averaged(() -> {}));

    /** All workers have long copied the network when the first batch comes. */
    static final Case LATE =
            new Case("ParallelWrapper whose first batch is late", () -> averaged(CarelessThreads::awaitIdleWorkers));

    static final List<Case> CASES = List.of(
            AT_ONCE,
            LATE,
            new Case("ParallelWrapper of a graph", () -> {
                ComputationGraph graph = Networks.graph();
                ParallelWrapper wrapper =
                        new ParallelWrapper.Builder<>(graph).workers(2).build();
                wrapper.fit(Networks.pairs());
                wrapper.shutdown();
                return bits(graph.params());
            }),
            new Case("MultiLayerNetwork of two threads under a lock", () -> {
                MultiLayerNetwork network = Networks.mlp();
                DataSet data = Networks.table().next();
                inTurns(network, () -> network.fit(data));
                return bits(network.params());
            }),
            new Case("ComputationGraph of two threads under a lock", () -> {
                ComputationGraph graph = Networks.graph();
                org.nd4j.linalg.dataset.api.MultiDataSet data = Networks.pairs().next();
                inTurns(graph, () -> graph.fit(data));
                return bits(graph.params());
            }),
            new Case("SameDiff of two threads", () -> {
                SameDiff graph = linear();
                DataSet data = new DataSet(Nd4j.ones(DataType.FLOAT, 4, 3), Nd4j.zeros(DataType.FLOAT, 4, 1));
                inTurns(graph, () -> graph.fit(data));
                return bits(graph.getVariable("w").getArr());
            }),
            new Case("ParallelWrapper whose workers tell one listener", CarelessThreads::told),
            new Case("ParallelInference of two threads", CarelessThreads::inferred));

    private CarelessThreads() {}

    /** The scores of the workers' steps, in the order in which they came. */
    private static Object told() {
        List<Double> scores = Collections.synchronizedList(new ArrayList<>());
        ParallelWrapper wrapper =
                new ParallelWrapper.Builder<>(Networks.mlp()).workers(2).build();
        wrapper.setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                scores.add(model.score());
            }
        });
        wrapper.fit(Networks.table());
        wrapper.shutdown();
        return scores;
    }

    private static Object inferred() throws Exception {
        ParallelInference inference = new ParallelInference.Builder(Networks.mlp())
                .inferenceMode(InferenceMode.BATCHED)
                .workers(1)
                .build();
        INDArray row = Networks.table().next().getFeatures().getRow(0, true).dup();
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        inTurns(inference, () -> answers.add(bits(inference.output(row))));
        inference.shutdown();
        return answers;
    }

    private static String averaged(Runnable beforeFirst) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.5))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(FEATURES)
                        .nOut(2000)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(2000)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(WORKERS)
                .averagingFrequency(1)
                .prefetchBuffer(2 * WORKERS)
                .build();
        DataSetIterator data = new ListDataSetIterator<>(rows(2 * WORKERS * BATCH), BATCH) {
            private boolean isFirst = true;

            @Override
            public DataSet next() {
                if (isFirst) {
                    isFirst = false;
                    beforeFirst.run();
                }
                return super.next();
            }

            @Override
            public void reset() {
                isFirst = true;
                super.reset();
            }
        };
        wrapper.fit(data);
        wrapper.fit(data); // with workers of its own
        wrapper.shutdown();
        return bits(network.params());
    }

    private static List<DataSet> rows(int count) {
        List<DataSet> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            INDArray features = Nd4j.linspace(DataType.FLOAT, i - count, 0.01, FEATURES);
            INDArray label = Nd4j.zeros(DataType.FLOAT, 1, 2);
            label.putScalar(0, i % 2, 1);
            rows.add(new DataSet(Nd4j.math().sin(features).reshape(1, FEATURES), label));
        }
        return rows;
    }

    /** Until every worker looks for a batch in its queue. */
    private static void awaitIdleWorkers() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Thread.getAllStackTraces().values().stream()
                        .filter(CarelessThreads::looksForBatch)
                        .count()
                < WORKERS) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the workers are not there after a minute");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static boolean looksForBatch(StackTraceElement... frames) {
        return Arrays.stream(frames).anyMatch(frame -> frame.getClassName().equals(DefaultTrainer.class.getName()))
                && Arrays.stream(frames).anyMatch(frame -> frame.getMethodName().equals("poll"));
    }

    private static SameDiff linear() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);
        SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 1);
        SDVariable w = graph.var("w", Nd4j.ones(DataType.FLOAT, 3, 1));
        graph.loss.meanSquaredError("loss", y, x.mmul(w), null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Sgd(0.01))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        return graph;
    }

    /** Two threads take steps, one at a time, of which the second takes its own while the first waits for the lock. */
    private static void inTurns(Object lock, Runnable step) throws Exception {
        CountDownLatch hasTrained = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        FutureTask<Void> first = new FutureTask<>(() -> {
            while (!ended.get()) {
                synchronized (lock) {
                    step.run();
                }
                hasTrained.countDown();
            }
            return null;
        });
        Thread thread = new Thread(first);
        FutureTask<Void> second = new FutureTask<>(() -> {
            hasTrained.await();
            synchronized (lock) {
                while (thread.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
                step.run();
                ended.set(true);
            }
            return null;
        });
        thread.start();
        new Thread(second).start();
        second.get();
        first.get();
    }
}
