package com.example.started;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.util.List;
import java.util.Optional;

/** Starts a class as a launch does, in a pinned JVM under the agent, where no run is described. Argument: its binary name. */
public final class Pinned {
    private Pinned() {}

    public static void main(String[] arguments) {
        String program = arguments[0];
        EntryPoint entryPoint = new EntryPoint(
                Evidence.observed(program), EntryPoint.ofCallingThread().classPath());
        int threads = Runtime.getRuntime().availableProcessors();
        System.exit(new LaunchRequest("bench", Optional.of(new Seed(1)), threads, NumericsProfile.PORTABLE, false)
                .jvm(entryPoint, program, List.of())
                .run());
    }
}
