package io.github.reprorun.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * The listeners of a network around a piece of training: this library's before the program's, so that they see each step
 * before the program does, and the display after them. Confined to the training thread.
 */
final class Listeners {
    private Listeners() {}

    /** Adds {@code trace} for good, unless it is there. */
    static void follow(Model network, TrainingListener trace) {
        List<TrainingListener> before = of(network);
        if (!before.contains(trace)) {
            network.setListeners(with(Optional.of(trace), before, List.of()));
        }
    }

    /** Runs {@code training} with the listeners added, and takes away those that were not there. */
    static void during(
            Runnable training,
            Model network,
            Optional<? extends TrainingListener> trace,
            Optional<? extends TrainingListener> display,
            Optional<? extends TrainingListener> fit) {
        List<TrainingListener> before = of(network);
        List<TrainingListener> last = new ArrayList<>();
        display.ifPresent(last::add);
        fit.ifPresent(last::add);
        List<TrainingListener> during = with(trace.filter(listener -> !before.contains(listener)), before, last);
        if (during.equals(before)) {
            training.run();
            return;
        }
        network.setListeners(during);
        try {
            training.run();
        } finally {
            network.setListeners(before);
        }
    }

    private static List<TrainingListener> with(
            Optional<? extends TrainingListener> first, List<TrainingListener> listeners, List<TrainingListener> last) {
        List<TrainingListener> all = new ArrayList<>();
        first.ifPresent(all::add);
        all.addAll(listeners);
        all.addAll(last);
        return all;
    }

    /** Those that {@code network} has now. */
    static List<TrainingListener> of(Model network) {
        return new ArrayList<>(
                network instanceof MultiLayerNetwork layers
                        ? layers.getListeners()
                        : ((ComputationGraph) network).getListeners());
    }
}
