package io.github.reprorun.examples.portability;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What surrounds a program that is started: other variables, another JVM, less or busier processors. Immutable.
 *
 * @param name for the table
 * @param prefix a command that starts the JVM, or empty
 * @param variables set for it
 * @param options of the JVM
 * @param java the JVM
 * @param busy whether other processes keep the processors busy meanwhile
 */
record AmbientEnvironment(
        String name,
        List<String> prefix,
        Map<String, String> variables,
        List<String> options,
        Path java,
        boolean busy) {

    static AmbientEnvironment named(String name) {
        return new AmbientEnvironment(name, List.of(), Map.of(), List.of(), Jdks.own(), false);
    }

    AmbientEnvironment by(String... command) {
        return new AmbientEnvironment(name, List.of(command), variables, options, java, busy);
    }

    AmbientEnvironment variable(String variable, String value) {
        Map<String, String> all = new TreeMap<>(variables);
        all.put(variable, value);
        return new AmbientEnvironment(name, prefix, all, options, java, busy);
    }

    AmbientEnvironment option(String option) {
        List<String> all = new ArrayList<>(options);
        all.add(option);
        return new AmbientEnvironment(name, prefix, variables, all, java, busy);
    }

    AmbientEnvironment on(Path other) {
        return new AmbientEnvironment(name, prefix, variables, options, other, busy);
    }

    AmbientEnvironment amidstLoad() {
        return new AmbientEnvironment(name, prefix, variables, options, java, true);
    }

    /** Whether the time zone is another. */
    boolean isElsewhere() {
        return variables.containsKey("TZ")
                || variables.values().stream().anyMatch(value -> value.contains("-Duser.timezone"));
    }

    /**
     * What {@code main} prints on standard output when it is started here, with {@code directory} as its working directory.
     *
     * @throws IOException if it does not end well; the message has what it printed
     */
    List<String> run(Path directory, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(java.toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("reprorun-output", ".txt");
        Path error = Files.createTempFile("reprorun-error", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OMP_"));
        builder.environment().putAll(variables);
        List<Process> load = busy ? load() : List.of();
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException(name + ": " + main.getName() + " ended with status " + status + ": "
                        + Files.readString(error, StandardCharsets.UTF_8));
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            load.forEach(Process::destroyForcibly);
            Files.delete(output);
            Files.delete(error);
        }
    }

    private static List<Process> load() throws IOException {
        List<Process> load = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            load.add(new ProcessBuilder("sh", "-c", "while :; do :; done")
                    .redirectInput(new File("/dev/null"))
                    .start());
        }
        return load;
    }
}
