package io.github.reprorun.dl4j;

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
 * @param state gradient, update and updater state, in iterations; a multiple of {@code parameters}
 * @param activations whether each layer's output is traced too, at each iteration: for looking closely, at a cost
 */
record TraceCadence(int parameters, int state, boolean activations) {
    private static final int RAREST = 1024;

    /** Gradient, update, and the two arrays of state that Adam keeps. */
    private static final int STATE = 4;

    /** The shares of an iteration that the digests of parameters and of the rest of the state may take. */
    private static final double PARAMETERS_SHARE = 0.0025;

    private static final double STATE_SHARE = 0.0065;

    /** Everything at each iteration. */
    static final TraceCadence FULL = new TraceCadence(1, 1, true);

    /** @throws UsageException if a cadence is less than 1, or the second is no multiple of the first */
    TraceCadence {
        if (parameters < 1 || state < parameters || state % parameters != 0) {
            throw new UsageException(
                    "trace",
                    "a cadence is at least 1, and that of the state a multiple of that of the parameters: not "
                            + parameters + " and " + state);
        }
    }

    static TraceCadence every(int iterations) {
        return new TraceCadence(iterations, iterations, false);
    }

    /**
     * The cadence at which the trace costs less than one iteration in a hundred, by an estimate that depends on the network
     * and its batch alone: it is the same on every machine, so that two traces of one training meet.
     */
    static TraceCadence of(NetworkSize size) {
        int parameters = atLeast(size.digestNanos(1) / (PARAMETERS_SHARE * size.iterationNanos()));
        int state = atLeast(size.digestNanos(STATE) / (STATE_SHARE * size.iterationNanos()));
        return new TraceCadence(parameters, Math.max(parameters, state), false);
    }

    /** The cadence of a trace with the header {@code header}, or empty if no cadence gives that header. */
    static Optional<TraceCadence> of(TraceHeader header) {
        OptionalInt parameters = every(header, Quantity.PARAMETERS_IN);
        OptionalInt state = every(header, Quantity.GRADIENT);
        if (parameters.isEmpty() || state.isEmpty() || state.getAsInt() % parameters.getAsInt() != 0) {
            return Optional.empty();
        }
        boolean activations = every(header, Quantity.ACTIVATIONS).isPresent();
        return Optional.of(new TraceCadence(parameters.getAsInt(), state.getAsInt(), activations))
                .filter(cadence -> cadence.header().equals(header));
    }

    private static OptionalInt every(TraceHeader header, Quantity quantity) {
        return header.columns().stream()
                .filter(column -> column.quantity() == quantity && column.layered())
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
    TraceHeader header() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.whole(Quantity.BATCH, 1),
                Column.whole(Quantity.GENERATOR, 1),
                Column.perLayer(Quantity.PARAMETERS_IN, parameters),
                Column.whole(Quantity.SCORE, 1),
                Column.perLayer(Quantity.GRADIENT, state),
                Column.perLayer(Quantity.UPDATE, state),
                Column.whole(Quantity.UPDATER_STATE, state)));
        if (activations) {
            columns.add(Column.perLayer(Quantity.ACTIVATIONS, 1));
            columns.add(Column.perLayer(Quantity.PARAMETERS, 1));
        }
        return TraceHeader.of(columns.toArray(Column[]::new));
    }
}
