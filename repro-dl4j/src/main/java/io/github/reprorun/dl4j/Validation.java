package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.feed.ReplayableData;
import io.github.reprorun.dl4j.internal.generator.TrainingGeneratorState;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.dl4j.internal.network.Recurrent;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The validation data of one training, and the measuring of its network on it. Whatever it draws or counts on the training
 * thread is undone, except for generators that the program seeded and holds, so that the training goes on as if it had
 * not been measured. Confined to the training thread.
 *
 * @param <B> what a batch is
 */
final class Validation<B> {
    private final NetworkState.Whole network;
    private final TrainingGeneratorState draws;
    private final ReplayableData<B> feed;
    private final Measurer<B> measurer;
    private final Measures measures;

    /** Measures a network on one batch. */
    interface Measurer<B> {
        /** The number of examples in {@code batch}. */
        long examples(B batch);

        /** The mean loss over the examples of {@code batch}. */
        double loss(B batch);

        /** Adds the outputs for {@code batch} to {@code evaluation}. */
        void evaluate(B batch, IEvaluation<?> evaluation);
    }

    Validation(
            NetworkState.Whole network,
            TrainingGeneratorState draws,
            ReplayableData<B> feed,
            Measurer<B> measurer,
            Measures measures) {
        this.network = network;
        this.draws = draws;
        this.feed = feed;
        this.measurer = measurer;
        this.measures = measures;
    }

    /** The network's measures now, by name. */
    SortedMap<String, Double> measure() {
        double score = network.score();
        Map<BaseRecurrentLayer<?>, Map<String, INDArray>> remembered = Recurrent.remembered(network);
        @Nullable IEvaluation<?> evaluation = measures.begin();
        double[] sum = new double[2];
        apart(() -> {
            while (feed.hasNext()) {
                B batch = feed.next();
                long examples = measurer.examples(batch);
                sum[0] += measurer.loss(batch) * examples;
                sum[1] += examples;
                if (evaluation != null) {
                    measurer.evaluate(batch, evaluation);
                }
            }
        });
        Recurrent.remember(remembered);
        network.setScore(score);
        return measures.values(sum[0] / sum[1], evaluation);
    }

    /** Takes the data again without measuring. */
    void replay() {
        apart(() -> {
            while (feed.hasNext()) {
                feed.next();
            }
        });
    }

    private void apart(Runnable pass) {
        Map<String, List<Long>> before = draws.positions();
        feed.beginEpoch();
        try {
            if (!feed.hasNext() && feed.isResettable()) {
                feed.reset();
            }
            pass.run();
        } finally {
            feed.endEpoch();
        }
        draws.positions().forEach((name, position) -> {
            if (!draws.isShared(name) && !draws.isHeld(name)) {
                draws.moveTo(name, before.getOrDefault(name, List.of()));
            }
        });
    }

    /** The facts that are needed to take the data again. */
    byte[] noted() {
        return feed.noted();
    }

    /** Takes over what {@link #noted} gave in an earlier process. */
    void load(byte[] noted) {
        feed.load(noted);
    }
}
