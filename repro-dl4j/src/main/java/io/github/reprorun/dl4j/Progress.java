package io.github.reprorun.dl4j;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Shows how far a training got, where someone may be looking. Immutable. */
final class Progress {
    private static final String PROPERTY = "reprorun.progress";

    private final boolean shown;
    private final PrintStream screen;
    private final LongSupplier nanoTime;

    Progress(boolean shown, PrintStream screen, LongSupplier nanoTime) {
        this.shown = shown;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    /** On standard error if it is a terminal, unless the property {@code reprorun.progress} says otherwise. */
    static Progress ofThisJvm() {
        String asked = System.getProperty(PROPERTY, "");
        boolean shown = asked.equals("true") || (!asked.equals("false") && Terminal.isStandardError());
        return new Progress(shown, System.err, System::nanoTime);
    }

    /** Runs {@code training}, which trains {@code network}, and shows how far it got. */
    void during(Runnable training, Model network, int epochs) {
        if (!shown) {
            training.run();
            return;
        }
        ProgressLine line = new ProgressLine(epochs, screen, nanoTime);
        List<TrainingListener> before = listeners(network);
        List<TrainingListener> during = new ArrayList<>(before);
        during.add(line);
        network.setListeners(during);
        try {
            training.run();
        } finally {
            network.setListeners(before);
            line.finish();
        }
    }

    private static List<TrainingListener> listeners(Model network) {
        return List.copyOf(
                network instanceof MultiLayerNetwork layers
                        ? layers.getListeners()
                        : ((ComputationGraph) network).getListeners());
    }
}
