package io.github.reprorun.internal.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/** The agent's jar as the build makes it, but from the compiled classes: made once, deleted at the end. */
final class AgentJar {
    private static final Path JAR = make();

    private AgentJar() {}

    static Path path() {
        return JAR;
    }

    private static Path make() {
        try {
            Path jar = Files.createTempFile("reprorun-agent", ".jar");
            jar.toFile().deleteOnExit();
            Manifest manifest = new Manifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            attributes.putValue("Premain-Class", ReproAgent.class.getName());
            attributes.putValue("Can-Retransform-Classes", "true");
            // the plain jar of the build has ASM inside
            attributes.put(
                    Attributes.Name.CLASS_PATH,
                    location(ClassReader.class).toUri().toString());
            try (OutputStream out = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(out, manifest)) {
                for (Path file : classFiles()) {
                    entries.putNextEntry(new JarEntry(location(ReproAgent.class)
                            .relativize(file)
                            .toString()
                            .replace('\\', '/')));
                    Files.copy(file, entries);
                    entries.closeEntry();
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> classFiles() throws IOException {
        Path root = location(ReproAgent.class).resolve("io/github/reprorun/internal/agent");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static Path location(Class<?> type) {
        return Path.of(java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toExternalForm()));
    }
}
