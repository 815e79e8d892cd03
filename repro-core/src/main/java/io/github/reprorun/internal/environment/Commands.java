package io.github.reprorun.internal.environment;

import io.github.reprorun.evidence.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts other programs and captures their output. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Commands {
    /**
     * The standard output of a program that ended with status 0; otherwise a phrase that says why there is none: the
     * program is not there, failed, or did not end in time and was killed with all it had started.
     *
     * @param command the name of a program on {@code PATH}, and its arguments
     * @param directory the folder to run it in
     * @param variables variables to set in its environment in addition to this JVM's
     * @param timeout how long it may take
     */
    Evidence<String> output(List<String> command, Path directory, Map<String, String> variables, Duration timeout);

    /** The programs of this machine. Their standard input is empty. */
    static Commands system() {
        return new SystemCommands(System.getenv());
    }
}
