package io.github.reprorun.internal.directory;

import io.github.reprorun.internal.launch.RunIdentity;
import java.nio.file.Path;

/**
 * A folder of runs, where each lies as {@code <name>/<id>}. Immutable, hence safe to share between threads.
 *
 * @param path absolute and normalized
 */
public record RunsDirectory(Path path) {
    public RunsDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** The runs directory of the run in {@code runDirectory}, if the run was made there. */
    public static RunsDirectory above(Path runDirectory) {
        return new RunsDirectory(runDirectory.resolve("../.."));
    }

    /** The folder of all runs called {@code name}. */
    Path runs(String name) {
        return path.resolve(name);
    }

    /** The directory of one run. */
    public Path run(RunIdentity run) {
        return runs(run.name()).resolve(run.id());
    }
}
