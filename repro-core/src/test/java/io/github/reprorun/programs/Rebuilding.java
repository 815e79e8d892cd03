package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program after whose run there is a further class in the folder that is its argument. */
public final class Rebuilding {
    private Rebuilding() {}

    public static void main(String[] args) throws IOException {
        ReproducibleRun.of("rebuilding").threads(1).launch(args, run -> run.metric("m", 1));
        Files.writeString(Path.of(args[0], "Extra.class"), "not there at first");
    }
}
