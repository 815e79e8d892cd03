package com.example.resumed;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A training whose checkpoints, one of 360 kB after each third of 16 iterations, are more than a pipe takes without a reader.
 * The file {@code die-at} has it halt at an iteration. The file {@code pipe} names a place in the run directory where it makes
 * a pipe before it trains; then it tells its run directory to the pipe {@code ready}, and writes to the pipe
 * {@code stopping} when the JVM is shut down.
 */
public final class LargeTraining {
    private static final Path DEATH = Path.of("die-at");
    private static final Path PIPE = Path.of("pipe");

    private LargeTraining() {}

    public static void main(String[] args) {
        ReproducibleRun.of("large").seed(42).threads(1).launch(args, LargeTraining::train);
    }

    private static void train(RunContext run) throws Exception {
        if (Files.exists(PIPE)) {
            makePipe(run.directory().resolve(Files.readString(PIPE)));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(Path.of("stopping"), "")));
            tell(Path.of("ready"), run.directory().toString());
        }
        MultiLayerNetwork network = network(run.seed("weights"));
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                dieAt(iteration);
            }
        });
        Dl4jRun dl4j = Dl4jRun.of(run).checkpointEvery(3);
        dl4j.fit(network, new ListDataSetIterator<>(examples(run.random("data")), 8), 4);
        dl4j.save("model.zip", network);
    }

    private static void makePipe(Path pipe) throws IOException, InterruptedException {
        Files.createDirectories(pipe.getParent());
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    }

    private static void tell(Path pipe, String text) {
        try {
            Files.writeString(pipe, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
                        .nOut(5000)
                        .activation(Activation.TANH)
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

    private static List<DataSet> examples(Random random) {
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            INDArray features =
                    Nd4j.create(new double[][] {{random.nextGaussian(), random.nextGaussian(), random.nextGaussian()}});
            examples.add(new DataSet(features, Nd4j.zeros(1, 2).putScalar(0, random.nextInt(2), 1)));
        }
        return examples;
    }
}
