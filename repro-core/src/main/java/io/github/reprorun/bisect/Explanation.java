package io.github.reprorun.bisect;

import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Attribution;
import io.github.reprorun.trace.Bracket;
import io.github.reprorun.trace.Column;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in one sentence where two trainings diverged, what was the same, what was not, and why. Stateless. */
final class Explanation {
    private Explanation() {}

    /** @param compared what was compared, at its cadence */
    static String of(Divergence divergence, Optional<Bracket> bracket, List<Column> compared, Attribution attribution) {
        String same = same(divergence, compared);
        return place(divergence, bracket) + ": " + (same.isEmpty() ? "" : same + ", ") + other(divergence) + ": "
                + cause(attribution);
    }

    private static String place(Divergence divergence, Optional<Bracket> bracket) {
        if (divergence.network().isEmpty()) {
            return "no step was traced";
        }
        String layer = divergence.layer().map(name -> "layer " + name + ", ").orElse("");
        String epoch = ", epoch " + divergence.epoch();
        return bracket.filter(iterations -> !iterations.isExact())
                .map(iterations ->
                        layer + "between iterations " + iterations.from() + " and " + iterations.to() + epoch)
                .orElse(layer + "iteration " + divergence.iteration() + epoch);
    }

    /**
     * The equal quantities that were compared at this step before the one that differs, in the order of cause and
     * effect.
     */
    private static String same(Divergence divergence, List<Column> compared) {
        Optional<Quantity> first = quantity(divergence);
        return compared.stream()
                .filter(column -> column.due(divergence.iteration()))
                .map(Column::quantity)
                .filter(quantity -> first.isPresent() && quantity.compareTo(first.get()) < 0)
                .distinct()
                .map(quantity -> "same " + words(quantity))
                .collect(Collectors.joining(", "));
    }

    private static String other(Divergence divergence) {
        return quantity(divergence)
                .map(quantity -> "different " + words(quantity))
                .orElseGet(() -> switch (divergence.phase()) {
                    case NETWORK -> "a different network is trained";
                    case RESULT -> "all steps are the same, but not what was made after them";
                    default -> "the steps do not line up";
                });
    }

    private static Optional<Quantity> quantity(Divergence divergence) {
        for (Quantity quantity : Quantity.values()) {
            if (quantity.label().equals(divergence.quantity())) {
                return Optional.of(quantity);
            }
        }
        return Optional.empty();
    }

    private static String words(Quantity quantity) {
        return switch (quantity) {
            case BATCH, GRADIENT, UPDATE, SCORE -> quantity.label();
            case GENERATOR -> "generator state";
            case PARAMETERS_IN -> "parameters going in";
            case ACTIVATIONS -> "forward output";
            case UPDATER_STATE -> "updater state";
            case PARAMETERS -> "parameters after the step";
        };
    }

    private static String cause(Attribution attribution) {
        return attribution.cause() == Aspect.NONDETERMINISM
                ? attribution.reason()
                : attribution.cause().name().toLowerCase(Locale.ROOT) + "; " + attribution.reason();
    }
}
