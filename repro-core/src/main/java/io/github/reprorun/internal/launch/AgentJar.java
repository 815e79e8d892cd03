package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.environment.OwnAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The jar to name in {@code -javaagent}: the library's own or, if its classes lie in a folder as in an IDE or in the jar of a
 * whole program, a temporary jar that only names the agent's class.
 *
 * @param path the jar
 * @param made whether it is temporary, so that {@link #close} deletes it
 */
record AgentJar(Path path, boolean made) implements AutoCloseable {
    /** @throws UnreadableException if {@code library} is a jar without the agent's class */
    static AgentJar of(Path library) throws IOException {
        if (Files.isRegularFile(library) && namesTheAgent(library)) {
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

    /** Who merges jars into one usually keeps the manifest of one of them. */
    private static boolean namesTheAgent(Path library) throws IOException {
        try (JarFile jar = new JarFile(library.toFile(), false)) {
            if (jar.getEntry(OwnAgent.CLASS.replace('.', '/').concat(".class")) == null) {
                throw new UnreadableException(
                        library.toString(),
                        "holds this library without " + OwnAgent.CLASS + ", which it loads by name: keep all of"
                                + " io.github.reprorun when jars are merged");
            }
            Manifest manifest = jar.getManifest();
            return manifest != null
                    && OwnAgent.CLASS.equals(manifest.getMainAttributes().getValue("Premain-Class"));
        }
    }

    @Override
    public void close() throws IOException {
        if (made) {
            Files.deleteIfExists(path);
        }
    }
}
