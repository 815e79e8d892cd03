package io.github.reprorun.internal.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The class path and the Maven coordinates that a jar declares, and the names of its files. Immutable, hence safe to share between threads.
 *
 * @param classPath the {@code Class-Path} of its manifest, as it is written
 * @param coordinates of every Maven project whose build left its properties in the jar
 * @param names of its files; none if nobody asked for more than the class path
 */
record JarLabel(List<String> classPath, List<MavenCoordinates> coordinates, FileNames names) {
    private static final String MAVEN = "META-INF/maven/";
    private static final Pattern PROPERTIES = Pattern.compile(MAVEN + "[^/]+/[^/]+/pom\\.properties");
    /** The largest known has some hundred bytes. */
    private static final int LARGEST = 64 * 1024;

    JarLabel {
        classPath = List.copyOf(classPath);
        coordinates = List.copyOf(coordinates);
    }

    /** The label of {@code file}, or empty if that is not an archive. */
    static Optional<JarLabel> of(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            List<MavenCoordinates> coordinates = new ArrayList<>();
            FileNames names = new FileNames();
            for (ZipEntry entry : Collections.list(jar.entries())) {
                // jars have tens of thousands of entries
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
                if (entry.getName().startsWith(MAVEN)
                        && PROPERTIES.matcher(entry.getName()).matches()) {
                    Optional<MavenCoordinates> project = coordinates(jar, entry);
                    if (project.isPresent()) {
                        coordinates.add(project.get());
                    }
                }
            }
            return Optional.of(new JarLabel(classPath(jar), coordinates, names));
        } catch (IOException | SecurityException e) {
            return Optional.empty(); // a JVM finds no classes in it either
        }
    }

    static List<String> classPath(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        String value = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        return value == null || value.isBlank()
                ? List.of()
                : List.of(value.strip().split(" +"));
    }

    /** The label of a jar that declares {@code classPath}, and of which nothing else is asked. */
    static JarLabel ofClassPath(List<String> classPath) {
        return new JarLabel(classPath, List.of(), new FileNames());
    }

    /** As {@link #of}, but without coordinates and names, which would require a look at every entry of the archive. */
    static Optional<JarLabel> withoutCoordinates(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            return Optional.of(ofClassPath(classPath(jar)));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<MavenCoordinates> coordinates(JarFile jar, ZipEntry entry) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
            properties.load(new java.io.ByteArrayInputStream(in.readNBytes(LARGEST)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a malformed escape: not written by Maven
        }
        return MavenCoordinates.of(
                properties.getProperty("groupId", ""),
                properties.getProperty("artifactId", ""),
                properties.getProperty("version", ""));
    }
}
