package io.github.reprorun.dl4j.bench;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.dl4j.Dl4jRun;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains one of the workloads in a JVM of its own and tells how long some epochs took, without those before them, in which it
 * is compiled. Arguments: the workload, and for a launched training the folder for its run.
 */
final class TrainingProgram {
    /** As many in each process, however fast it is: one that trained less is compiled less. */
    private static final int EPOCHS_TO_COMPILE = 24;

    /**
     * Enough for each garbage collector to take its turn: the parallel one stops LeNet for a tenth of a second once in some 36
     * epochs, where G1 stops it often and briefly.
     */
    private static final int EPOCHS = 36;

    private TrainingProgram() {}

    public static void main(String[] arguments) {
        Workload workload = Workload.all().get(arguments[0]);
        if (arguments.length == 1) {
            MultiLayerNetwork network = workload.network();
            DataSetIterator epoch = workload.epoch();
            train(epochs -> network.fit(epoch, epochs));
            return;
        }
        ReproducibleRun.of("bench").seed(1).runsDirectory(Path.of(arguments[1])).launch(arguments, run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            MultiLayerNetwork network = workload.network();
            DataSetIterator epoch = workload.epoch();
            train(epochs -> dl4j.fit(network, epoch, epochs));
        });
    }

    private interface Training {
        void fit(int epochs);
    }

    private static void train(Training training) {
        training.fit(EPOCHS_TO_COMPILE);
        long start = System.nanoTime();
        training.fit(EPOCHS);
        Child.tell((System.nanoTime() - start) / 1e9);
    }
}
