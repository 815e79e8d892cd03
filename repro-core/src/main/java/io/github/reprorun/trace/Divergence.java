package io.github.reprorun.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first place where two traces diverge. Immutable, hence safe to share between threads.
 *
 * @param network the network's name, in the trace that was expected where the names differ; empty if no step was traced
 * @param iteration as {@code TrainingListener} counts them
 * @param epoch from 0
 * @param substep from 0
 * @param phase the part of the step
 * @param quantity the {@linkplain Quantity#label label} of the quantity; {@code "network"} or {@code "step"} where the
 *     traces do not even line up; {@code "result"} where they are equal but the results of the runs are not
 * @param layers the layers that differ in this quantity at this step, in the order in which it is computed: forward, but
 *     backward for the gradient; empty if it is not one per layer
 * @param expected the value in the one trace, of the first of these layers: a digest of 16 hexadecimal digits, a number
 *     with its bits, or {@code "absent"}
 * @param actual the value in the other
 */
public record Divergence(
        String network,
        int iteration,
        int epoch,
        int substep,
        Phase phase,
        String quantity,
        List<String> layers,
        String expected,
        String actual) {

    /** Copies {@code layers}. */
    public Divergence {
        layers = List.copyOf(layers);
    }

    /** The first layer that differs, in the order in which the quantity is computed, if it is one per layer. */
    public Optional<String> layer() {
        return layers.stream().findFirst();
    }

    /** This, with {@code layer} before all others. */
    public Divergence startingWith(String layer) {
        List<String> all = new ArrayList<>(layers);
        all.remove(layer);
        all.add(0, layer);
        return new Divergence(network, iteration, epoch, substep, phase, quantity, all, expected, actual);
    }

    /** Something about {@code step} as a whole, or about what follows it. */
    public static Divergence at(TraceRecord step, Phase phase, String quantity, String expected, String actual) {
        return at(step, phase, quantity, List.of(), expected, actual);
    }

    /** A difference in what was made after {@code last}, the last of equal steps, or without any step of a network. */
    public static Divergence ofResult(Optional<TraceRecord> last, String expected, String actual) {
        return last.map(step -> at(step, Phase.RESULT, "result", expected, actual))
                .orElseGet(() -> new Divergence("", 0, 0, 0, Phase.RESULT, "result", List.of(), expected, actual));
    }

    static Divergence at(
            TraceRecord step, Phase phase, String quantity, List<String> layers, String expected, String actual) {
        return new Divergence(
                step.network().name(),
                step.iteration(),
                step.epoch(),
                step.substep(),
                phase,
                quantity,
                layers,
                expected,
                actual);
    }
}
