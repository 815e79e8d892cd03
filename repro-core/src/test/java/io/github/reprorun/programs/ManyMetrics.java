package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import java.nio.file.Path;

/** Records two metrics of as many steps as it is told, here, and prints nothing. */
public final class ManyMetrics {
    private ManyMetrics() {}

    public static void main(String[] arguments) {
        long steps = Long.parseLong(arguments[1]);
        ReproducibleRun.of("many")
                .seed(42)
                .threads(1)
                .runsDirectory(Path.of(arguments[0]))
                .execute(run -> {
                    for (long step = 0; step < steps; step++) {
                        run.metric("loss", step, 1.0 / (step + 3));
                        run.metric("accuracy", step, Math.sqrt(step));
                    }
                });
    }
}
