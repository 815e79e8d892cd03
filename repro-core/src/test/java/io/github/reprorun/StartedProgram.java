package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a program of the tests with the tests' class path, in a working directory of its own. */
public final class StartedProgram {
    /** Far more than any needs: a test that waits so long has failed. */
    private static final int SECONDS = 120;

    private static final String SERIAL = "-XX:+UseSerialGC";

    private static final List<String> QUICK_AND_QUIET =
            List.of("-XX:TieredStopAtLevel=1", SERIAL, "-Dslf4j.internal.verbosity=ERROR");

    private static final String NEEDED = ".*(classes|repro-core-[^/\\\\]*|jackson-(core|databind|annotations)-[^/\\\\]*"
            + "|java-json-canonicalization-[^/\\\\]*|slf4j-api-[^/\\\\]*|commons-math3-[^/\\\\]*|picocli-[^/\\\\]*|asm-[^/\\\\]*)/?";

    private final Path directory;
    private final String mainClass;
    private final List<String> options = new ArrayList<>(QUICK_AND_QUIET);
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> arguments = List.of();
    private UnaryOperator<List<String>> starter = UnaryOperator.identity();
    private String input = "";
    private String classPath = classPath();

    private StartedProgram(Path directory, String mainClass) {
        this.directory = directory;
        this.mainClass = mainClass;
    }

    /** What a program left. */
    public record Ended(int status, String output, String error) {
        /** Asserts the status, and shows what was printed if it is another. */
        public Ended assertStatus(int expected) {
            assertThat(status)
                    .as("status; output:%n%s%nerror:%n%s", output, error)
                    .isEqualTo(expected);
            return this;
        }
    }

    public static StartedProgram of(Path directory, Class<?> main, String... arguments) {
        StartedProgram program = new StartedProgram(directory, main.getName());
        program.arguments = List.of(arguments);
        return program;
    }

    public StartedProgram option(String option) {
        options.add(option);
        return this;
    }

    /** Leaves the choice of a garbage collector to others. */
    StartedProgram withoutCollector() {
        options.remove(SERIAL);
        return this;
    }

    /** Starts the program through another one: {@code starter} gets its command and gives the one to start. */
    public StartedProgram through(UnaryOperator<List<String>> starter) {
        this.starter = starter;
        return this;
    }

    /** In place of the tests' own. */
    public StartedProgram classPath(String entries) {
        this.classPath = entries;
        return this;
    }

    public StartedProgram environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public StartedProgram input(String text) {
        input = text;
        return this;
    }

    /** Waits for the program's end. */
    public Ended run() {
        try {
            Path out = Files.createTempFile(directory.getParent(), "out", "");
            Path err = Files.createTempFile(directory.getParent(), "err", "");
            Process process = builder()
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            return ended(process, () -> text(out), err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the first line that the program prints, does {@code then}, and waits for its end. */
    public Ended runUntil(String firstLine, Signal then) {
        try {
            Path err = Files.createTempFile(directory.getParent(), "err", "");
            Process process = builder().redirectError(err.toFile()).start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            assertThat(line).as(() -> text(err)).isEqualTo(firstLine);
            then.to(process);
            return ended(process, () -> line, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done to a program that runs. */
    @FunctionalInterface
    public interface Signal {
        void to(Process process) throws IOException;
    }

    private ProcessBuilder builder() {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(starter.apply(command)).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_JAVA"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static Ended ended(Process process, Supplier<String> output, Path err) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("still running after " + SECONDS + " s; printed:\n" + text(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Ended(process.exitValue(), output.get(), text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
    }

    /** The library, the tests, and what they need: not what only the test engine needs, which takes time to digest. */
    public static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> entry.matches(NEEDED) || Files.isDirectory(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
