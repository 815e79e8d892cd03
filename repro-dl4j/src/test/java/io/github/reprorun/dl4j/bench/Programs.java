package io.github.reprorun.dl4j.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the programs of the benchmarks are started.
 *
 * @param commandLine the jar of the command line
 * @param commonsLang the jar of commons-lang3 as Deeplearning4j brings it
 * @param runs for run directories
 */
record Programs(Path commandLine, Path commonsLang, Path runs) {
    private static final String NEEDED_BY_CORE = ".*(repro-core|jackson-(core|databind|annotations)|slf4j-api"
            + "|java-json-canonicalization|commons-math3)-[^/\\\\]*\\.jar";

    private static List<String> everything() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** The benchmarks' own class path, with Deeplearning4j. */
    Child java(Class<?> main, String... arguments) {
        return Child.java(String.join(File.pathSeparator, everything()), main.getName(), arguments);
    }

    /** The same, with commons-lang3 as Deeplearning4j brings it. */
    Child bare(Class<?> main, String... arguments) {
        return Child.java(bareClassPath(), main.getName(), arguments);
    }

    /** As the run verb starts a program that does not know this library. */
    Child wrappedBare(Class<?> main, String... arguments) {
        return wrapped(bareClassPath(), main, arguments);
    }

    private String bareClassPath() {
        List<String> entries = new ArrayList<>(everything());
        entries.replaceAll(entry -> entry.contains("commons-lang3-") ? commonsLang.toString() : entry);
        if (!entries.contains(commonsLang.toString())) {
            throw new IllegalStateException("no commons-lang3 is on the class path");
        }
        return String.join(File.pathSeparator, entries);
    }

    /** A class path that has repro-core, and of Deeplearning4j nothing. */
    Child javaWithoutNd4j(Class<?> main, String... arguments) {
        return Child.java(withoutNd4j(), main.getName(), arguments);
    }

    /** As the run verb starts it. */
    Child wrapped(Class<?> main, String... arguments) {
        return wrapped(String.join(File.pathSeparator, everything()), main, arguments);
    }

    /** As the run verb starts it, on a class path that has repro-core, and of Deeplearning4j nothing. */
    Child wrappedWithoutNd4j(Class<?> main, String... arguments) {
        return wrapped(withoutNd4j(), main, arguments);
    }

    private Child wrapped(String classPath, Class<?> main, String... arguments) {
        List<String> verb = new ArrayList<>(List.of(
                "run", "--name", "bench", "--seed", "1", "--runs", runs.toString(), "--class-path", classPath, "--"));
        verb.add(main.getName());
        verb.addAll(List.of(arguments));
        return Child.java(commandLine.toString(), "io.github.reprorun.cli.Main", verb.toArray(String[]::new));
    }

    private static String withoutNd4j() {
        return Stream.concat(
                        everything().stream().filter(entry -> entry.contains("test-classes")),
                        everything().stream().filter(entry -> entry.matches(NEEDED_BY_CORE)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
