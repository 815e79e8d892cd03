package io.github.reprorun.dl4j;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
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
 * A training that a test brings to part from another of its kind. What it prepares its data with is asked of the class
 * {@code prepared.Preparation}, of which a test compiles several.
 */
public final class Parting {
    static final String NAME = "parting";
    static final String RUNS = "runs";
    static final int ROWS = 64;
    static final int COLUMNS = 300;
    static final int ITERATIONS = 12;

    private Parting() {}

    /**
     * Arguments: a folder with {@code rows.txt}, for the runs too; the cadence of the trace, or 0 for the usual one; the
     * iteration before which a weight is nudged, or -1.
     */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        ReproducibleRun.of(NAME)
                .runsDirectory(folder.resolve(RUNS))
                .launch(args, run -> train(run, folder, Integer.parseInt(args[1]), Integer.parseInt(args[2])));
    }

    private static void train(RunContext run, Path folder, int cadence, int nudgedAt) throws IOException {
        Path rows = run.input("rows", folder.resolve("rows.txt"));
        MultiLayerNetwork network = network(run);
        Dl4jRun dl4j = Dl4jRun.of(run);
        if (cadence > 0) {
            dl4j.traceEvery(cadence);
        }
        if (nudgedAt >= 0) {
            network.setListeners(new Nudge(nudgedAt, 2, 5));
        }
        dl4j.fit(network, new ListDataSetIterator<>(List.of(batch(rows)), 1), ITERATIONS);
        dl4j.save("model.zip", network);
    }

    private static MultiLayerNetwork network(RunContext run) {
        double rate = run.parameter("rate", 0.01) * prepared("rate");
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.seeded(new Adam(rate))
                .seed(run.seed("weights"))
                .list()
                .layer(new DenseLayer.Builder().nIn(COLUMNS).nOut(200).build())
                .layer(new DropoutLayer.Builder(0.8).build())
                .layer(new DenseLayer.Builder().nIn(200).nOut(40).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(40)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        for (int draws = 0; draws < prepared("draws"); draws++) {
            Nd4j.getRandom().nextInt();
        }
        return network;
    }

    private static DataSet batch(Path rows) throws IOException {
        List<float[]> features = new ArrayList<>();
        for (String line : Files.readAllLines(rows)) {
            float first = Float.parseFloat(line);
            float[] row = new float[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = (float) (Math.floorMod((int) (first * 37) + i * 11, 101) / 101.0 * prepared("scale"));
            }
            features.add(row);
        }
        INDArray labels = Nd4j.create(ROWS, 3);
        for (int i = 0; i < ROWS; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new DataSet(Nd4j.create(features.toArray(float[][]::new)), labels);
    }

    private static double prepared(String name) {
        try {
            return (double) Class.forName("prepared.Preparation").getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a file for {@link #main}. */
    static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(i * 3 + ".5");
        }
        return rows;
    }

    /** Moves one weight by one ulp between two steps. */
    static final class Nudge extends BaseTrainingListener {
        private final int iteration;
        private final int layer;
        private final long weight;

        Nudge(int iteration, int layer, long weight) {
            this.iteration = iteration;
            this.layer = layer;
            this.weight = weight;
        }

        @Override
        public void iterationDone(Model model, int done, int epoch) {
            if (done + 1 == iteration) {
                nudge((MultiLayerNetwork) model);
            }
        }

        void nudge(MultiLayerNetwork network) {
            INDArray parameters = network.getLayer(layer).params();
            parameters.putScalar(weight, Math.nextUp(parameters.getFloat(weight)));
        }
    }
}
