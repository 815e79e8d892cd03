package io.github.reprorun.internal.launch;

import io.github.reprorun.internal.environment.OwnAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The jar to name in {@code -javaagent}: the library's own or, if its classes lie in a folder as in an IDE, a temporary
 * jar that only names the agent's class.
 *
 * @param path the jar
 * @param made whether it is temporary, so that {@link #close} deletes it
 */
record AgentJar(Path path, boolean made) implements AutoCloseable {
    static AgentJar of(Path library) throws IOException {
        if (Files.isRegularFile(library)) {
            return new AgentJar(library, false);
        }
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", OwnAgent.CLASS);
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        Path jar = Files.createTempFile("reprorun-agent-", ".jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return new AgentJar(jar, true);
    }

    @Override
    public void close() throws IOException {
        if (made) {
            Files.deleteIfExists(path);
        }
    }
}
