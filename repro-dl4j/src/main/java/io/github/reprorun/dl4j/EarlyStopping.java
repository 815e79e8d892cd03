package io.github.reprorun.dl4j;

import io.github.reprorun.dl4j.internal.checkpoint.CheckpointFile;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.spi.RunScope;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Measures a training after each epoch, keeps its best network and says when to stop. Its state is part of a checkpoint.
 * Confined to the training thread.
 */
final class EarlyStopping {
    static final String NOTED = "noted.validation";

    private static final String BEST = "validation.best";
    private static final String BEST_EPOCH = "validation.bestEpoch";

    private final RunScope run;
    private final Fitting fitting;
    private final NetworkState.Whole network;
    private final Validation<?> validation;
    private final Runnable saveBest;
    private double best = Double.NaN;
    private int bestEpoch;

    /** @param saveBest keeps the network as it is now */
    EarlyStopping(
            RunScope run, Fitting fitting, NetworkState.Whole network, Validation<?> validation, Runnable saveBest) {
        this.run = run;
        this.fitting = fitting;
        this.network = network;
        this.validation = validation;
        this.saveBest = saveBest;
    }

    /** An epoch is over, the {@code epoch}-th of this training. */
    void epochEnded(int epoch) {
        SortedMap<String, Double> values = validation.measure();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            run.metric(fitting.prefix() + "." + value.getKey(), OptionalLong.of(network.epoch()), value.getValue());
        }
        Double watched = values.get(fitting.watched());
        if (watched != null && isBetter(watched)) {
            best = watched;
            bestEpoch = epoch;
            saveBest.run();
        }
    }

    private boolean isBetter(double value) {
        if (bestEpoch == 0) {
            return !Double.isNaN(value);
        }
        double gain = Measures.isLowerBetter(fitting.watched()) ? best - value : value - best;
        return gain > fitting.improvement();
    }

    /** Whether {@code epochs} epochs are enough. */
    boolean isOver(int epochs) {
        return epochs - bestEpoch >= fitting.patience();
    }

    void save(SortedMap<String, String> facts) {
        facts.put(BEST, Long.toString(Double.doubleToRawLongBits(best)));
        facts.put(BEST_EPOCH, Integer.toString(bestEpoch));
    }

    byte[] noted() {
        return validation.noted();
    }

    /** Before the data is taken again. */
    void load(CheckpointFile checkpoint) {
        validation.load(checkpoint.bytes(NOTED));
        best = Double.longBitsToDouble(checkpoint.number(BEST));
        bestEpoch = (int) checkpoint.number(BEST_EPOCH);
    }

    /** Takes the data of one measurement again. */
    void replay() {
        validation.replay();
    }

    OptionalInt bestEpoch() {
        return bestEpoch == 0 ? OptionalInt.empty() : OptionalInt.of(bestEpoch);
    }

    OptionalDouble best() {
        return bestEpoch == 0 ? OptionalDouble.empty() : OptionalDouble.of(best);
    }
}
