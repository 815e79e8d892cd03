package io.github.reprorun.dl4j;

import io.github.reprorun.Replay;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.tensor.TensorFolder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Where a replay ends: after a step, whose arrays are kept. Immutable, hence safe to share between threads.
 *
 * @param steps the number of steps, of all networks, at least 1
 * @param kept keeps the arrays of the last
 * @param ending ends the training, and does not return
 */
record ReplayEnd(long steps, KeptStep kept, Consumer<String> ending) {
    /** @throws UsageException if there is no step to end with */
    ReplayEnd {
        if (steps < 1) {
            throw new UsageException("property " + Replay.STEPS_PROPERTY, "is at least 1, not " + steps);
        }
    }

    /** What {@code properties} ask for, if they speak of a replay. */
    static Optional<ReplayEnd> of(Properties properties, RunScope run) {
        String steps = properties.getProperty(Replay.STEPS_PROPERTY);
        String arrays = properties.getProperty(Replay.ARRAYS_PROPERTY);
        if (steps == null || arrays == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ReplayEnd(Long.parseLong(steps), new KeptStep(new TensorFolder(Path.of(arrays))), run::end));
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "property " + Replay.STEPS_PROPERTY, "is a number of steps, not \"" + steps + "\"", e);
        }
    }

    boolean isAfter(long appended) {
        return appended == steps;
    }

    void stop() {
        ending.accept("a replay of " + steps + " steps");
    }
}
