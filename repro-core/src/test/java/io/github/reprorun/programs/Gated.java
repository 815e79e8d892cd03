package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that waits in its run, after it has made the file "waiting", as long as there is no file "gate" when it begins. */
public final class Gated {
    private Gated() {}

    public static void main(String[] args) {
        ReproducibleRun.of("gated").threads(1).launch(args, run -> {
            run.metric("length of the argument", args[0].length());
            if (!Files.exists(Path.of("gate"))) {
                Files.writeString(Path.of("waiting"), "");
                new CountDownLatch(1).await();
            }
        });
    }
}
