package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.Training;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import io.github.reprorun.runs.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** What a training of Deeplearning4j tells those who listen to its run. */
class ListenedTrainingTests {
    @TempDir
    static Path runs;

    /** Draws from ND4J itself before the training goes on. */
    private static final class Recording implements RunListener {
        private final List<String> epochs = Collections.synchronizedList(new ArrayList<>());
        private final List<String> checkpoints = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch drawn = new CountDownLatch(1);

        @Override
        public void started(RunEvent.Started started) {
            assertThat(Nd4j.rand(3).length()).isEqualTo(3);
            drawn.countDown();
        }

        @Override
        public void epoch(RunEvent.Epoch epoch) {
            assertThat(epoch.score()).isPositive();
            epochs.add(epoch.network() + " " + epoch.number() + " " + epoch.iterations());
        }

        @Override
        public void checkpoint(RunEvent.Checkpoint checkpoint) {
            checkpoints.add(checkpoint.kind() + " " + checkpoint.facts());
        }
    }

    private static RunResult train(ReproducibleRun run, Recording listener) {
        Training training = context -> {
            listener.drawn.await();
            Dl4jRun dl4j = Dl4jRun.of(context).checkpointEvery(4);
            MultiLayerNetwork layers =
                    Networks.mlp(Networks.seeded(new Adam(0.01)).seed(context.seed("weights")));
            dl4j.fit(layers, Networks.table(), 2);
            ComputationGraph graph = layers.toComputationGraph();
            dl4j.track(graph).fit(Networks.table());
            context.metric("score", layers.score());
            context.metric("score of the graph", graph.score());
        };
        return run.seed(42).runsDirectory(runs).execute(training);
    }

    @Test
    void isToldEachEpochAndEachCheckpointWithoutAnInfluenceOnTheResult() {
        Recording listener = new Recording();
        RunResult listened = train(ReproducibleRun.of("listened").listener(listener), listener);

        assertThat(listener.epochs).containsExactly("network0 1 4", "network0 2 8", "network1 1 4");
        assertThat(listener.checkpoints)
                .isNotEmpty()
                .first()
                .asString()
                .startsWith("WRITTEN {epoch=0, file=fit-000000-");
        assertThat(listened.manifest().definition().environment().keySet())
                .noneMatch(name -> name.startsWith("listener."));
        Recording unused = new Recording();
        unused.drawn.countDown();
        assertThat(train(ReproducibleRun.of("plain"), unused).resultDigest()).isEqualTo(listened.resultDigest());
    }
}
