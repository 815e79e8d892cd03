package com.example.started;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.environment.Evidence;
import io.github.reprorun.launch.EntryPoint;
import java.util.List;

/** Starts a class as a launch does, in a pinned JVM under the agent, where no run is described. Argument: its binary name. */
public final class Pinned {
    private Pinned() {}

    public static void main(String[] arguments) {
        String program = arguments[0];
        EntryPoint entryPoint = new EntryPoint(
                Evidence.observed(program), EntryPoint.ofCallingThread().classPath());
        System.exit(ReproducibleRun.of("bench")
                .seed(1)
                .pinnedJvm(entryPoint, program, List.of())
                .run());
    }
}
