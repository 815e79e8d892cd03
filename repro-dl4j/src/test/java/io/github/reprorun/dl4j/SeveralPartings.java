package io.github.reprorun.dl4j;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains three networks one after the other in one run: layers of doubles by {@code fit}, a recurrent one segment by
 * segment in a loop of its own, a graph by {@code fit}. Arguments: the network, the iteration before which one of its
 * weights is moved by one ulp, and the weight's place among its parameters.
 */
public final class SeveralPartings {
    static final String NAME = "several";

    private SeveralPartings() {}

    public static void main(String[] args) {
        ReproducibleRun.of(NAME).seed(42).threads(1).launch(args, run -> train(run, args));
    }

    private static void train(RunContext run, String[] args) {
        Dl4jRun dl4j = Dl4jRun.of(run);
        Nudge nudge = new Nudge(Integer.parseInt(args[1]), Long.parseLong(args[2]));
        int nudged = Integer.parseInt(args[0]);

        MultiLayerNetwork doubles = Networks.mlp(Networks.seeded(new Adam(0.01)).dataType(DataType.DOUBLE));
        nudge.schedule(doubles, nudged == 0);
        dl4j.fit(doubles, Networks.table(), 2);

        MultiLayerNetwork recurrent = dl4j.track(Networks.lstm());
        nudge.schedule(recurrent, nudged == 1);
        for (int epoch = 0; epoch < 2; epoch++) {
            for (DataSetIterator series = Networks.series(); series.hasNext(); ) {
                DataSet batch = series.next();
                recurrent.fit(batch);
            }
        }

        ComputationGraph graph = Networks.graph();
        nudge.schedule(graph, nudged == 2);
        dl4j.fit(graph, Networks.pairs(), 6);
        dl4j.save("graph.zip", graph);
    }

    /** Moves a weight between two iterations. */
    private static final class Nudge extends BaseTrainingListener {
        private final int iteration;
        private final long weight;

        Nudge(int iteration, long weight) {
            this.iteration = iteration;
            this.weight = weight;
        }

        void schedule(Model network, boolean nudged) {
            if (nudged) {
                network.addListeners(this);
            }
        }

        @Override
        public void iterationDone(Model model, int done, int epoch) {
            if (done + 1 == iteration) {
                INDArray parameters = model.params();
                if (parameters.dataType() == DataType.DOUBLE) {
                    parameters.putScalar(weight, Math.nextUp(parameters.getDouble(weight)));
                } else {
                    parameters.putScalar(weight, Math.nextUp(parameters.getFloat(weight)));
                }
            }
        }
    }
}
