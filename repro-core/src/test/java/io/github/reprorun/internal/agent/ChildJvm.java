package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the test's class path in a JVM of its own. */
public final class ChildJvm {
    private static final long SECONDS = 120;

    private final List<String> command = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();

    private ChildJvm(Path java) {
        command.add(java.toString());
        command.addAll(List.of("-Xshare:auto", "-Xmx256m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    }

    public static ChildJvm bare() {
        return bare(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    static ChildJvm bare(Path java) {
        return new ChildJvm(java);
    }

    public ChildJvm options(String... options) {
        command.addAll(List.of(options));
        return this;
    }

    public ChildJvm agent(String options) {
        return options("-javaagent:" + AgentJar.path() + "=" + options);
    }

    /** With a library on its class path. */
    ChildJvm with(Path library) {
        libraries.add(library);
        return this;
    }

    /** The lines it prints; its status must be 0. */
    public List<String> run(Class<?> program, String... arguments) {
        return runFrom(AgentJar.location(program), program, arguments);
    }

    /** As {@link #run}, with the program from another place than the tests'. */
    List<String> runFrom(Path place, Class<?> program, String... arguments) {
        List<String> all = new ArrayList<>(command);
        List<String> places = new ArrayList<>();
        places.add(place.toString());
        places.add(AgentJar.location(ReproAgent.class).toString());
        libraries.forEach(library -> places.add(library.toString()));
        String classPath = String.join(File.pathSeparator, places);
        all.addAll(List.of("-cp", classPath, program.getName()));
        all.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("reprorun-child", ".txt");
            try {
                Process process = new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                assertThat(ended).as("ended in time: %s", text).isTrue();
                assertThat(process.exitValue()).as(text).isZero();
                return text.lines().toList();
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
