package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.network.NetworkSize;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How often a network's state is traced. Batch, generator and score are traced at each iteration. Immutable, hence safe to
 * share between threads.
 *
 * @param parameters the parameters that enter the forward pass, in iterations
 * @param state the updater's state, in iterations; a multiple of {@code parameters}
 * @param gradient the gradient and the update made from it, in iterations; a multiple of {@code state}
 * @param activations whether each layer's output is traced too, at each iteration: for looking closely, at a cost
 */
public record TraceCadence(int parameters, int state, int gradient, boolean activations) {
    private static final int RAREST = 1024;

    /** Arrays of the parameters' size: the updater's state as Adam keeps it; the gradient and the update. */
    private static final int STATE = 2;

    private static final int GRADIENT = 2;

    /** The share of an iteration that the trace may take, and the gradient's guaranteed part of it. */
    private static final double SHARE = 0.0092;

    private static final double LEAST_FOR_GRADIENT = 0.0005;

    /** The part for the parameters if there is not enough for all: they tell the iteration and the layer. */
    private static final double PART_FOR_PARAMETERS = 0.6;

    /** Everything at each iteration. */
    static final TraceCadence FULL = new TraceCadence(1, 1, 1, true);

    /** @throws UsageException if a cadence is less than 1, or one is not a multiple of the one before */
    public TraceCadence {
        if (parameters < 1
                || state < parameters
                || state % parameters != 0
                || gradient < state
                || gradient % state != 0) {
            throw new UsageException(
                    "trace",
                    "a cadence is at least 1, that of the state a multiple of that of the parameters, and that of the"
                            + " gradient one of that of the state: not " + parameters + ", " + state + " and "
                            + gradient);
        }
    }

    static TraceCadence every(int iterations) {
        return new TraceCadence(iterations, iterations, iterations, false);
    }

    /**
     * The cadence at which the trace costs less than one iteration in a hundred, by an estimate that depends on the network
     * and its batch alone: it is the same on every machine, so that two traces of one training meet. The full state,
     * parameters and updater, at each iteration if that can be; the gradient as often as it then can.
     */
    static TraceCadence of(NetworkSize size) {
        double budget = SHARE * size.iterationNanos() - NetworkSize.STEP_NANOS;
        double left = budget - size.digestNanos(1 + STATE);
        if (left >= 0) {
            double forGradient = Math.max(left, LEAST_FOR_GRADIENT * size.iterationNanos());
            return new TraceCadence(1, 1, atLeast(size.digestNanos(GRADIENT) / forGradient), false);
        }
        int parameters = atLeast(size.digestNanos(1) / (PART_FOR_PARAMETERS * budget));
        double forRest = budget - size.digestNanos(1) / parameters;
        int rest = Math.max(parameters, atLeast(size.digestNanos(STATE + GRADIENT) / forRest));
        return new TraceCadence(parameters, rest, rest, false);
    }

    /** The cadence of a trace with the header {@code header}, or empty if no cadence gives that header. */
    static Optional<TraceCadence> of(TraceHeader header) {
        OptionalInt parameters = every(header, Quantity.PARAMETERS_IN);
        OptionalInt state = every(header, Quantity.UPDATER_STATE);
        OptionalInt gradient = every(header, Quantity.GRADIENT);
        if (parameters.isEmpty() || state.isEmpty() || gradient.isEmpty()) {
            return Optional.empty();
        }
        boolean activations = every(header, Quantity.ACTIVATIONS).isPresent();
        try {
            return Optional.of(
                            new TraceCadence(parameters.getAsInt(), state.getAsInt(), gradient.getAsInt(), activations))
                    .filter(cadence -> cadence.header().equals(header));
        } catch (UsageException otherwiseRelated) {
            return Optional.empty();
        }
    }

    private static OptionalInt every(TraceHeader header, Quantity quantity) {
        return header.columns().stream()
                .filter(column -> column.quantity() == quantity)
                .mapToInt(Column::every)
                .findFirst();
    }

    /** The smallest power of two that is not less than {@code ratio}. */
    private static int atLeast(double ratio) {
        int cadence = 1;
        while (cadence < ratio && cadence < RAREST) {
            cadence *= 2;
        }
        return cadence;
    }

    /** The columns of a trace of this cadence. */
    public TraceHeader header() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.whole(Quantity.BATCH, 1),
                Column.whole(Quantity.GENERATOR, 1),
                Column.perLayer(Quantity.PARAMETERS_IN, parameters),
                Column.whole(Quantity.SCORE, 1),
                Column.perLayer(Quantity.GRADIENT, gradient),
                Column.perLayer(Quantity.UPDATE, gradient),
                Column.whole(Quantity.UPDATER_STATE, state)));
        if (activations) {
            columns.add(Column.perLayer(Quantity.ACTIVATIONS, 1));
            columns.add(Column.perLayer(Quantity.PARAMETERS, 1));
        }
        return TraceHeader.of(columns.toArray(Column[]::new));
    }
}
