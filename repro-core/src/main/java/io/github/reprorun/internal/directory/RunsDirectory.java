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

    /** The one that a run in {@code runDirectory} lies in, if that is where it was made. */
    public static RunsDirectory above(Path runDirectory) {
        return new RunsDirectory(runDirectory.resolve("../.."));
    }

    /** Where all runs called {@code name} lie. */
    Path runs(String name) {
        return path.resolve(name);
    }

    /** Where one run lies. */
    public Path run(RunIdentity run) {
        return runs(run.name()).resolve(run.id());
    }
}
