package com.example.started;

import io.github.reprorun.ReproducibleRun;
import java.nio.file.Path;

/** Does nothing. */
public final class Empty {
    private Empty() {}

    public static void main(String[] arguments) {}

    /** Does it in a launched run. Argument: the folder for its run. */
    public static final class Launched {
        private Launched() {}

        public static void main(String[] arguments) {
            ReproducibleRun.of("bench")
                    .seed(1)
                    .runsDirectory(Path.of(arguments[0]))
                    .launch(arguments, run -> Empty.main(arguments));
        }
    }
}
