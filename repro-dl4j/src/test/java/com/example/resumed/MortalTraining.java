package com.example.resumed;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A training as a user writes it, that dies without a word at the iteration that a file says. */
public final class MortalTraining {
    private static final Path DEATH = Path.of("die-at");
    private static final Path KEY = Path.of("signing.pem");
    private static final Path SIGNAL = Path.of("signal-launcher");

    private MortalTraining() {}

    public static void main(String[] args) {
        ReproducibleRun run = ReproducibleRun.of("mortal").seed(42).threads(1);
        if (Files.exists(KEY)) {
            run.signedBy(KEY);
        }
        run.launch(args, MortalTraining::train);
    }

    private static void train(RunContext run) throws IOException {
        List<String> rows = Files.readAllLines(run.input("table", Path.of("table.csv")));
        MultiLayerNetwork network = network(run.seed("weights"));
        Path log = run.output("log.csv");
        Files.writeString(log, "iteration,draw\n");
        Random noise = run.random("noise");
        Chances chances = new Chances(Files.exists(Path.of("lazy")));
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                append(log, iteration + "," + noise.nextInt() + chances.draw(iteration) + "\n");
                run.metric("score", iteration, model.score());
                anneal((MultiLayerNetwork) model, iteration);
                dieAt(iteration);
                killLauncherAt(iteration);
            }
        });
        Dl4jRun dl4j = Dl4jRun.of(run).checkpointEvery(3);
        dl4j.fit(network, new Shuffled(examples(rows)), run.parameter("epochs", 4));
        dl4j.save("model.zip", network);
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next values depend on what the network was told before. */
    private static void anneal(MultiLayerNetwork network, int iteration) {
        if (iteration % 3 == 2) {
            network.setLearningRate(network.getLearningRate(0) * 0.8);
            network.getLayer(0).conf().getLayer().setIDropout(new Dropout(1 - 0.5 / iteration));
        }
    }

    /** As an operator, a scheduler or the kernel does; continues when this JVM has begun to end. */
    private static void killLauncherAt(int iteration) {
        try {
            if (Files.exists(SIGNAL) && iteration == 5) {
                String signal = Files.readString(SIGNAL);
                Files.delete(SIGNAL);
                ProcessHandle here = ProcessHandle.current();
                Files.writeString(Path.of("pid"), Long.toString(here.pid()));
                CountDownLatch ending = new CountDownLatch(1);
                Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "kill -" + signal + " "
                                        + here.parent().orElseThrow().pid())
                        .start()
                        .waitFor();
                if (!ending.await(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("this JVM does not end with its launcher");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void dieAt(int iteration) {
        try {
            if (Files.exists(DEATH) && Integer.parseInt(Files.readString(DEATH)) == iteration) {
                Files.delete(DEATH);
                Runtime.getRuntime().halt(137);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MultiLayerNetwork network(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(8)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
        network.init();
        return network;
    }

    private static List<DataSet> examples(List<String> rows) {
        List<DataSet> examples = new ArrayList<>();
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            INDArray features = Nd4j.create(new double[][] {
                {Double.parseDouble(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2])}
            });
            INDArray label = Nd4j.zeros(1, 2).putScalar(0, Integer.parseInt(cells[3]), 1);
            examples.add(new DataSet(features, label));
        }
        return examples;
    }

    /** Goes on with the order of the epoch before, by a generator that nobody seeded, and adds noise in its own thread. */
    private static final class Shuffled extends ListDataSetIterator<DataSet> {
        private static final long serialVersionUID = 1L;

        private final List<DataSet> examples;
        private final Random order = new Random();

        Shuffled(List<DataSet> examples) {
            super(examples, 8);
            this.examples = examples;
            setPreProcessor(new Noise());
        }

        @Override
        public boolean asyncSupported() {
            return true;
        }

        @Override
        public void reset() {
            Collections.shuffle(examples, order);
            super.reset();
        }
    }

    private static final class Noise implements DataSetPreProcessor {
        private static final long serialVersionUID = 1L;

        @Override
        public void preProcess(org.nd4j.linalg.dataset.api.DataSet batch) {
            batch.getFeatures()
                    .addi(Nd4j.rand(batch.getFeatures().shape()).muli(0.1))
                    .addi(Math.random());
        }
    }
}
