package io.github.reprorun.dl4j;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A JVM like the test's, for a program on the test's class path. Used by one thread. */
public final class ChildJvm {
    private final Path directory;
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    /** @param directory for what it prints; made */
    public ChildJvm(Path directory) {
        this.directory = directory;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    public ChildJvm options(String... options) {
        command.addAll(List.of(options));
        return this;
    }

    ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** With the agent, as a pinned JVM has it. */
    ChildJvm agent(String options) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "io.github.reprorun.internal.agent.ReproAgent");
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        Path jar = Files.createDirectories(directory).resolve("agent.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream empty = new JarOutputStream(file, manifest)) {
            empty.finish();
        }
        return options("-javaagent:" + jar + "=" + options);
    }

    /** What the program prints on standard output, once it ended well. */
    public List<String> run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        File output = Files.createDirectories(directory).resolve("stdout").toFile();
        File error = directory.resolve("stderr").toFile();
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output).redirectError(error);
        builder.environment().putAll(environment);
        Process child = builder.start();
        if (child.waitFor() != 0) {
            throw new IOException(command + " failed: " + Files.readString(error.toPath(), StandardCharsets.UTF_8));
        }
        return Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    }
}
