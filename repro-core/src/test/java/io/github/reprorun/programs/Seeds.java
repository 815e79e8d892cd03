package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.runs.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of two runs, one for each seed; the property {@code seeds.how} says how it makes them. */
public final class Seeds {
    private Seeds() {}

    public static void main(String[] args) {
        String how = System.getProperty("seeds.how", "launch");
        for (int seed = 1; seed <= 2; seed++) {
            Path failing = Path.of("fail-" + seed);
            ReproducibleRun run = ReproducibleRun.of(name(how)).seed(seed).threads(1);
            if (how.equals("execute") || (how.equals("both") && seed == 2)) {
                RunResult result = run.execute(context -> train(context, failing));
                System.out.println(seed + " " + result.manifest().details().status());
            } else {
                run.launch(args, context -> train(context, failing));
            }
            if (how.equals("nest")) {
                break;
            }
        }
        System.out.println("after the last");
    }

    /** A name with the process in it is another one in each JVM. */
    private static String name(String how) {
        return how.equals("rename") ? "seeds-" + ProcessHandle.current().pid() : "seeds";
    }

    private static void train(RunContext run, Path failing) throws IOException {
        Files.writeString(
                run.output("weights"),
                Double.toString(run.random("weights").nextGaussian() * run.parameter("rate", 0.1)));
        if (System.getProperty("seeds.how", "").equals("nest")) {
            ReproducibleRun.of("inner").seed(9).threads(1).execute(inner -> inner.metric("m", 1));
        }
        if (Files.exists(failing)) {
            throw new IllegalStateException("told to fail");
        }
    }
}
