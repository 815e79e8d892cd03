package io.github.reprorun.bisect;

import io.github.reprorun.compare.Attribution;
import io.github.reprorun.tensor.TensorDifference;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The first array of a step that two replays have otherwise. Immutable, hence safe to share between threads.
 *
 * @param quantity what it is of: the label of a {@link Quantity}
 * @param name of the layer, or what the array is
 * @param difference how the two differ
 */
public record ArrayDifference(String quantity, String name, TensorDifference difference) {
    /** Whether the name is that of a layer. */
    boolean isOfLayer() {
        return !quantity.equals(Quantity.BATCH.label()) && !quantity.equals(Quantity.UPDATER_STATE.label());
    }

    Attribution.Distance distance() {
        return difference.rounding() ? Attribution.Distance.ROUNDING : Attribution.Distance.LARGE;
    }

    /**
     * The first that differs of the arrays that {@code divergence} is about, in the order in which a training comes to them.
     * A score that differs is looked for in the outputs of the layers, all of which are kept.
     */
    static Optional<ArrayDifference> first(Divergence divergence, TensorFolder expected, TensorFolder actual) {
        String quantity = divergence.quantity().equals(Quantity.SCORE.label())
                ? Quantity.ACTIVATIONS.label()
                : divergence.quantity();
        List<TensorFolder.Entry> before = inOrder(quantity, expected);
        List<TensorFolder.Entry> after = inOrder(quantity, actual);
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            TensorFolder.Entry entry = before.get(i);
            Optional<ArrayDifference> difference = TensorDifference.between(
                            entry.file(), after.get(i).file())
                    .map(found -> new ArrayDifference(quantity, entry.name(), found));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /** The gradient is computed backward. */
    private static List<TensorFolder.Entry> inOrder(String quantity, TensorFolder folder) {
        List<TensorFolder.Entry> entries = new ArrayList<>(folder.entries(quantity));
        if (quantity.equals(Quantity.GRADIENT.label())) {
            Collections.reverse(entries);
        }
        return entries;
    }
}
