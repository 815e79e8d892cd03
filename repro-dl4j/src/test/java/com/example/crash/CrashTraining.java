package com.example.crash;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** A training of about a second, to be killed at any time: a network of the kind its first argument names. */
public final class CrashTraining {
    private static final int CLASSES = 3;
    private static final int BATCH = 8;
    private static final int BATCHES = 6;
    private static final int EPOCHS = 8;
    private static final int WIDTH = 8;
    private static final int STEPS = 12;

    private CrashTraining() {}

    /** What is trained. */
    private record Task(MultiLayerNetwork network, DataSetIterator data) {}

    /** Trains the network that the first argument names: {@code mlp}, {@code cnn} or {@code lstm}. */
    public static void main(String[] args) {
        ReproducibleRun.of(args[0])
                .seed(42)
                .threads(1)
                .signedBy(Path.of("signing.pem"))
                .launch(args, run -> train(run, task(run, args[0])));
    }

    private static void train(RunContext run, Task task) {
        Dl4jRun dl4j = Dl4jRun.of(run).checkpointEvery(3);
        task.network().setListeners(new Protocol(run));
        dl4j.fit(task.network(), task.data(), EPOCHS);
        dl4j.save("model.zip", task.network());
        run.metric("loss", task.network().score());
    }

    private static Task task(RunContext run, String kind) {
        return switch (kind) {
            case "mlp" -> new Task(network(mlp(run.seed("weights"))), table(run.random("data")));
            case "cnn" -> new Task(network(cnn(run.seed("weights"))), images(run.random("data"), run.random("shifts")));
            case "lstm" -> new Task(network(lstm(run.seed("weights"))), series(run.random("data")));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static MultiLayerConfiguration mlp(long seed) {
        return seeded(seed)
                .updater(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.02, 0.8, 10)))
                .list()
                .layer(new DenseLayer.Builder().nOut(16).dropOut(0.7).build())
                .layer(output())
                .setInputType(InputType.feedForward(WIDTH))
                .build();
    }

    private static MultiLayerConfiguration cnn(long seed) {
        return seeded(seed)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(output())
                .setInputType(InputType.convolutional(WIDTH, WIDTH, 1))
                .build();
    }

    private static MultiLayerConfiguration lstm(long seed) {
        return seeded(seed)
                .list()
                .layer(new LSTM.Builder().nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(2))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(4)
                .build();
    }

    private static NeuralNetConfiguration.Builder seeded(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.01))
                .activation(Activation.TANH);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DataSetIterator table(Random random) {
        return batches(() -> new DataSet(drawn(random, BATCH, WIDTH), classes(random, BATCH)));
    }

    /** Deeplearning4j draws the shifts in its prefetch thread. */
    private static DataSetIterator images(Random random, Random shifts) {
        DataSetIterator images =
                batches(() -> new DataSet(drawn(random, BATCH, 1, WIDTH, WIDTH), classes(random, BATCH)));
        images.setPreProcessor(new Shifted(shifts));
        return images;
    }

    private static DataSetIterator series(Random random) {
        return batches(() -> {
            INDArray labels = Nd4j.zeros(BATCH, CLASSES, STEPS);
            for (int example = 0; example < BATCH; example++) {
                for (int step = 0; step < STEPS; step++) {
                    labels.putScalar(example, random.nextInt(CLASSES), step, 1);
                }
            }
            return new DataSet(drawn(random, BATCH, 2, STEPS), labels);
        });
    }

    private static DataSetIterator batches(java.util.function.Supplier<DataSet> batch) {
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            examples.addAll(batch.get().asList());
        }
        return new ListDataSetIterator<>(examples, BATCH);
    }

    private static INDArray drawn(Random random, long... shape) {
        INDArray drawn = Nd4j.create(shape);
        for (long i = 0; i < drawn.length(); i++) {
            drawn.putScalar(i, random.nextGaussian());
        }
        return drawn;
    }

    private static INDArray classes(Random random, int examples) {
        INDArray classes = Nd4j.zeros(examples, CLASSES);
        for (int i = 0; i < examples; i++) {
            classes.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return classes;
    }

    /** Shifts and noise for each batch, from a named stream and from ND4J's own generator. */
    private static final class Shifted implements DataSetPreProcessor {
        private static final long serialVersionUID = 1L;

        private final Random shifts;

        Shifted(Random shifts) {
            this.shifts = shifts;
        }

        @Override
        public void preProcess(org.nd4j.linalg.dataset.api.DataSet batch) {
            INDArray noise = Nd4j.rand(batch.getFeatures().shape());
            batch.setFeatures(batch.getFeatures().add(shifts.nextGaussian()).addi(noise));
        }
    }

    /** A line for each epoch in an output that grows, and a metric. */
    private static final class Protocol extends BaseTrainingListener {
        private final RunContext run;

        Protocol(RunContext run) {
            this.run = run;
        }

        @Override
        public void onEpochEnd(Model model) {
            int epoch = ((MultiLayerNetwork) model).getEpochCount();
            run.metric("loss", epoch, model.score());
            try {
                Files.writeString(
                        run.output("losses.txt"),
                        Long.toHexString(Double.doubleToLongBits(model.score())) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
