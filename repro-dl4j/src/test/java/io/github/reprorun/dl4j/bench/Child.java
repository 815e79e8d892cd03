package io.github.reprorun.dl4j.bench;

import io.github.reprorun.numerics.NumericsProfile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that is started for each repetition, without the variables that decide native numerics but for those it is
 * given. Its time is the whole process's, or what it says of itself.
 */
record Child(List<String> command, SortedMap<String, String> environment, boolean tellsItsTime) implements Timed {
    private static final String TIME = "seconds of training: ";

    Child(List<String> command) {
        this(command, new TreeMap<>(), false);
    }

    /** A JVM of the same JDK for {@code main} on {@code classPath}. */
    static Child java(String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return new Child(command);
    }

    /** The same process with these variables. */
    Child with(Map<String, String> variables) {
        return new Child(command, new TreeMap<>(variables), tellsItsTime);
    }

    /** The same JVM under the agent in {@code jar} and nothing else of the library; {@code program} is what trains. */
    Child underAgent(Path jar, Class<?> program) {
        List<String> under = new ArrayList<>(command);
        under.add(1, "-javaagent:" + jar + "=seed=1,main=" + program.getName());
        return new Child(under, environment, tellsItsTime);
    }

    /** The same JVM with a further option. */
    Child withOption(String option) {
        List<String> with = new ArrayList<>(command);
        with.add(1, option);
        return new Child(with, environment, tellsItsTime);
    }

    /** The same process, whose time is what it prints by {@link #tell}. */
    Child tellingItsTime() {
        return new Child(command, environment, true);
    }

    /** Prints, in the child, the time that counts. */
    static void tell(double seconds) {
        System.out.println(TIME + seconds);
    }

    @Override
    public double seconds() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        setVariables(builder.environment());
        builder.redirectInput(new File("/dev/null"));
        long start = System.nanoTime();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (status != 0) {
            throw new IOException(command + " ended with status " + status + ": " + output);
        }
        return tellsItsTime ? told(output) : seconds;
    }

    /** Leaves {@code variables} without those that this JVM, or Maven, may have been given and a user's program has not. */
    void setVariables(Map<String, String> variables) {
        variables
                .keySet()
                .removeIf(name -> NumericsProfile.governs(name) || name.startsWith("SD_") || name.startsWith("MAVEN_"));
        variables.putAll(environment);
    }

    private double told(String output) throws IOException {
        Matcher line = Pattern.compile("(?m)^" + TIME + "(.*)$").matcher(output);
        if (!line.find()) {
            throw new IOException(command + " did not tell its time: " + output);
        }
        return Double.parseDouble(line.group(1));
    }
}
