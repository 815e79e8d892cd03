package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.io.File;
import java.nio.file.Path;
import java.util.Random;

/**
 * A program that decides something before it comes to its run. Arguments: {@code path} for a class path of its own if
 * the next one is {@code b}, {@code other} to hand over to the {@code main} of another class then, or anything else; then that
 * one.
 */
public final class Starting {
    private Starting() {}

    public static void main(String[] args) {
        System.out.println("before the run");
        if (args[1].equals("b")) {
            if (args[0].equals("path")) {
                String classPath = System.getProperty("java.class.path");
                System.setProperty(
                        "java.class.path", Path.of("empty").toAbsolutePath() + File.pathSeparator + classPath);
            } else if (args[0].equals("other")) {
                System.out.println("the front drew " + draw());
                Other.main(args);
                return;
            }
        }
        ReproducibleRun.of("starting").threads(1).launch(args, Starting::train);
        System.out.println("after the run");
    }

    private static void train(RunContext run) {
        run.metric("drawn", draw());
        System.out.println("in the run");
    }

    /** A number by chance, each from another generator of the same place in the code. */
    private static int draw() {
        return new Random().nextInt();
    }

    /** Makes the run in the place of the class around it. */
    public static final class Other {
        private Other() {}

        public static void main(String[] args) {
            ReproducibleRun.of("starting").threads(1).launch(args, Starting::train);
        }
    }
}
