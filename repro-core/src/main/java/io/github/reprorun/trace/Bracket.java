package io.github.reprorun.trace;

import java.util.List;
import java.util.Optional;

/**
 * The iterations among which two trainings diverged, given where their traces show it first: a quantity that is not
 * traced at each iteration may have differed for a while. Iterations are of one network, as {@code TrainingListener}
 * counts them. Immutable, hence safe to share between threads.
 *
 * @param from the first iteration that may have differed
 * @param to the iteration at which the traces show it
 */
public record Bracket(int from, int to) {
    /** @throws IllegalArgumentException unless {@code from} is at least 0 and at most {@code to} */
    public Bracket {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("no iterations are from " + from + " to " + to);
        }
    }

    /** Whether it is a single iteration. */
    public boolean isExact() {
        return from == to;
    }

    /**
     * The bracket around {@code found}, given what was compared, and how often. If different data was consumed, or a
     * generator was in a different state, the trainings diverged just there, because both are traced at each step.
     */
    static Bracket of(Divergence found, List<Column> compared) {
        int at = found.iteration();
        Optional<Quantity> quantity = Quantity.labelled(found.quantity());
        int parameters = cadence(Quantity.PARAMETERS_IN, compared);
        int update = cadence(Quantity.UPDATE, compared);
        int state = cadence(Quantity.UPDATER_STATE, compared);
        if (at == 0 || found.phase() == Phase.BATCH || found.phase() == Phase.GENERATOR) {
            return new Bracket(at, at);
        }
        if (quantity.isEmpty()) {
            return new Bracket(last(parameters, at - 1), at);
        }
        return switch (quantity.get()) {
            case PARAMETERS_IN -> {
                int before = last(parameters, at - 1);
                boolean enteredOtherwise = before == at - 1 && before % update == 0;
                yield new Bracket(enteredOtherwise ? at : before, at);
            }
            case UPDATE, UPDATER_STATE -> new Bracket(state == 1 ? at : Math.min(last(state, at - 1) + 1, at), at);
            default -> new Bracket(last(parameters, at), at);
        };
    }

    private static int last(int cadence, int upTo) {
        return upTo - upTo % cadence;
    }

    /** At how many iterations at a time {@code quantity} is compared; beyond every iteration if it never is. */
    private static int cadence(Quantity quantity, List<Column> compared) {
        return compared.stream()
                .filter(column -> column.quantity() == quantity)
                .mapToInt(Column::every)
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
