package io.github.reprorun.internal.environment;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.redaction.Redaction;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts processes of the operating system. Immutable, hence safe for use by several threads. */
final class SystemCommands implements Commands {
    private final Map<String, String> variables;

    /** @param variables this JVM's environment, of which {@code PATH} is used */
    SystemCommands(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    @Override
    public Evidence<String> output(
            List<String> command, Path directory, Map<String, String> variables, Duration timeout) {
        String name = command.get(0);
        Optional<Path> program = find(name);
        if (program.isEmpty()) {
            return Evidence.unavailable(name + " is not on PATH");
        }
        List<String> located = new ArrayList<>(command);
        located.set(0, program.get().toString());
        ProcessBuilder builder = new ProcessBuilder(located).directory(directory.toFile());
        builder.environment().putAll(variables);
        try {
            return finish(name, builder.start(), timeout);
        } catch (IOException e) {
            return Evidence.unavailable(name + " failed (" + Redaction.of(String.valueOf(e.getMessage())) + ")");
        }
    }

    /** Looks a program up, so that a missing one costs no process. */
    private Optional<Path> find(String name) {
        for (String folder : variables.getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String file : List.of(name, name + ".exe")) {
                if (isProgram(folder, file)) {
                    return Optional.of(Path.of(folder, file));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(String folder, String file) {
        try {
            Path candidate = Path.of(folder, file);
            return candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Evidence<String> finish(String name, Process process, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            process.getOutputStream().close();
            ProcessOutput output = ProcessOutput.reading(name, process.getInputStream());
            ProcessOutput errors = ProcessOutput.reading(name, process.getErrorStream());
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return Evidence.unavailable(name + " did not end within " + timeout.toMillis() + " ms and was killed");
            }
            if (process.exitValue() != 0) {
                String first = errors.text(deadline).lines().findFirst().orElse("it said nothing");
                return Evidence.unavailable(
                        name + " ended with status " + process.exitValue() + ": " + Redaction.of(first));
            }
            return Evidence.observed(output.text(deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Evidence.unavailable("this thread was interrupted while it waited for " + name);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            try (Stream<ProcessHandle> started = process.descendants()) {
                List<ProcessHandle> tree = started.toList();
                process.destroyForcibly();
                tree.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
