package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.spi.Repetition;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.tensor.TensorFolder;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The end of a replay: after a step, whose arrays are kept. Immutable, hence safe to share between threads.
 *
 * @param steps the number of steps, of all networks, at least 1
 * @param kept keeps the arrays of the last step
 * @param ending ends the training, and does not return
 */
record ReplayEnd(long steps, StepArrays kept, Consumer<String> ending) {
    /** The end of {@code run}, if it is a replay. */
    static Optional<ReplayEnd> of(RunScope run) {
        Repetition repetition = run.repetition();
        return repetition
                .arrays()
                .map(arrays -> new ReplayEnd(
                        repetition.steps().orElseThrow(), new StepArrays(new TensorFolder(arrays)), run::end));
    }

    boolean isAfter(long appended) {
        return appended == steps;
    }

    void stop() {
        ending.accept("a replay of " + steps + " steps");
    }
}
