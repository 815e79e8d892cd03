package io.github.reprorun.spark;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A random walk, which begins when a gate is opened: {@code Walk FOLDER}, where the gate is the file {@code open}. */
public final class Walk {
    private static final int STEPS = 100;

    private Walk() {}

    public static void main(String[] arguments) {
        ReproducibleRun.of("walk").seed(1).threads(1).launch(arguments, run -> walk(run, Path.of(arguments[0])));
    }

    private static void walk(RunContext run, Path folder) throws IOException, InterruptedException {
        double rate = run.parameter("rate", 0.5);
        Files.createFile(folder.resolve("began-" + ProcessHandle.current().pid()));
        while (!Files.exists(folder.resolve("open"))) {
            Thread.sleep(20);
        }
        Random steps = run.random("steps");
        StringBuilder walked = new StringBuilder();
        double place = 0;
        for (int i = 0; i < STEPS; i++) {
            place += steps.nextGaussian() * rate;
            walked.append(place).append('\n');
        }
        Files.writeString(run.output("walk.txt"), walked);
        run.metric("place", place);
    }
}
