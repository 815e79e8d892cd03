package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line in a JVM of its own, started in a working directory. Used by one thread. */
public final class CommandLine {
    private final Path work;
    private final String classPath;

    public CommandLine(Path work) {
        this(work, classPath());
    }

    private CommandLine(Path work, String classPath) {
        this.work = work;
        this.classPath = classPath;
    }

    /** On {@code classPath} in place of the tests' own. */
    CommandLine on(String classPath) {
        return new CommandLine(work, classPath);
    }

    /** With {@code classes} before the class path of the tests. */
    CommandLine after(Path classes) {
        return new CommandLine(work, classes + File.pathSeparator + classPath);
    }

    /** What a command left. */
    public record Ended(int status, String output, String error) {
        public Ended assertStatus(int expected) {
            assertThat(status).as("output:%n%s%nerror:%n%s", output, error).isEqualTo(expected);
            return this;
        }

        Ended assertError(String... parts) {
            assertThat(error).contains(parts);
            return this;
        }
    }

    /** A command that goes on. */
    record Started(Process process, Path out, Path err) {
        Ended await() throws IOException, InterruptedException {
            return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
        }
    }

    /** Wraps a program of the tests, under seed 42 and the name {@code plain}. */
    public Ended run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        return runOn(classPath(), program, arguments);
    }

    /** As {@link #run}, on another class path. */
    Ended runOn(String classPath, Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "--name", "plain", "--seed", "42", "--threads", "1"));
        all.addAll(List.of("--class-path", classPath, "--", program.getName()));
        all.addAll(List.of(arguments));
        return call(all.toArray(String[]::new));
    }

    /** As {@link #run}, with two threads, and refused if it meets what cannot be held. */
    Ended runStrictly(Class<?> program) throws IOException, InterruptedException {
        return runOnTwoThreads(program, "--strict");
    }

    /** As {@link #run}, with two threads and more {@code options}. */
    Ended runOnTwoThreads(Class<?> program, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "--name", "plain", "--seed", "42", "--threads", "2"));
        all.addAll(List.of(options));
        all.addAll(List.of("--class-path", classPath(), "--", program.getName()));
        return call(all.toArray(String[]::new));
    }

    /** A program of the tests, not wrapped. */
    Ended program(Class<?> program, String... arguments) throws IOException, InterruptedException {
        return start(program, "-XX:TieredStopAtLevel=1", arguments);
    }

    Ended call(String... arguments) throws IOException, InterruptedException {
        return start(Main.class, "-XX:TieredStopAtLevel=1", arguments);
    }

    /** As {@link #program}, and does not wait for its end. */
    Started begin(Class<?> program, String... arguments) throws IOException {
        return begun(program, List.of("-XX:TieredStopAtLevel=1"), arguments);
    }

    /** Starts the main of {@code program} with an option of the JVM. */
    Ended start(Class<?> program, String option, String... arguments) throws IOException, InterruptedException {
        return start(program, List.of(option), arguments);
    }

    Ended start(Class<?> program, List<String> options, String... arguments) throws IOException, InterruptedException {
        return begun(program, options, arguments).await();
    }

    private Started begun(Class<?> program, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(work.getParent(), "out", "");
        Path err = Files.createTempFile(work.getParent(), "err", "");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Started(process, out, err);
    }

    /** The run directories, the oldest first. */
    List<Path> runs() throws IOException {
        return runs("plain");
    }

    /** As {@link #runs()}, of the runs called {@code name}. */
    List<Path> runs(String name) throws IOException {
        try (Stream<Path> runs = Files.list(work.resolve("runs").resolve(name))) {
            return runs.sorted().toList();
        }
    }

    /** The tests' own. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
