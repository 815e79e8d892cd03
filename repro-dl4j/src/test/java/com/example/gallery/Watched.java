package com.example.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.J7StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A StatsListener, that which needs no other library, as for a page in a browser; the weights drawn without a seed. */
public final class Watched {
    private Watched() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(Points.FEATURES)
                        .nOut(10)
                        .dropOut(0.9)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(10)
                        .nOut(Points.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        StatsStorage storage = new InMemoryStatsStorage();
        network.setListeners(new J7StatsListener(storage, 1));
        network.fit(Points.batches(48, 16, 31), 2);
        StringBuilder scores = new StringBuilder("iteration,score\n");
        for (String session : storage.listSessionIDs()) {
            String type = storage.listTypeIDsForSession(session).get(0);
            String worker = storage.listWorkerIDsForSession(session).get(0);
            storage.getAllUpdatesAfter(session, type, worker, 0).stream()
                    .map(StatsReport.class::cast)
                    .forEach(report -> scores.append(report.getIterationCount())
                            .append(',')
                            .append(report.getScore())
                            .append('\n'));
        }
        Files.writeString(Path.of("scores.csv"), scores);
        Points.print("parameters", network.params());
    }
}
