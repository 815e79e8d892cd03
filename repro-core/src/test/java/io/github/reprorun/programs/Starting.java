package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that does and decides something before it comes to its run. Arguments: {@code name}, {@code threads} or {@code
 * drop} for what it decides by the next one, {@code write} for a file that it writes, or anything else; then that one.
 */
public final class Starting {
    private Starting() {}

    public static void main(String[] args) throws IOException {
        System.out.println("before the run");
        if (args[0].equals("write")) {
            Files.writeString(Path.of("before.txt"), "x");
        }
        ReproducibleRun.of(args[0].equals("name") ? "starting-" + args[1] : "starting")
                .seed(1)
                .threads(
                        args[0].equals("threads")
                                ? Integer.parseInt(args[1])
                                : Runtime.getRuntime().availableProcessors())
                .launch(args[0].equals("drop") ? new String[] {args[1]} : args, run -> {
                    run.metric("drawn", run.random("drawn").nextDouble());
                    System.out.println("in the run");
                });
        System.out.println("after the run");
    }
}
