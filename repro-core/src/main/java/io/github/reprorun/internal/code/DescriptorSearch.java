package io.github.reprorun.internal.code;

import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.base.library.LibraryDescriptorFile;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the descriptors of libraries on a class path other than this JVM's, and opens only the jars that may have
 * one, or name others. Confined to one call.
 */
final class DescriptorSearch implements Function<Path, Optional<JarLabel>> {
    private static final JarLabel NOTHING = JarLabel.ofClassPath(List.of());

    private final JarDirectory directory = new JarDirectory();
    private final Map<Path, LibraryDescriptor> inJars = new HashMap<>();

    /**
     * @return in the order of the class path
     * @throws UnreadableException if a descriptor is invalid, or cannot be read
     */
    List<LibraryDescriptor> on(List<String> entries) {
        List<LibraryDescriptor> descriptors = new ArrayList<>();
        for (Path path : new ClassPathExpansion(this).expand(entries).keySet()) {
            LibraryDescriptor descriptor = Files.isDirectory(path) ? inFolder(path) : inJars.get(path);
            if (descriptor != null) {
                descriptors.add(descriptor);
            }
        }
        return descriptors;
    }

    @Override
    public Optional<JarLabel> apply(Path path) {
        if (!directory.mayHave(path, LibraryDescriptor.FILE)) {
            return Optional.of(NOTHING);
        }
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            ZipEntry entry = jar.getEntry(LibraryDescriptor.FILE);
            if (entry != null) {
                try (InputStream in = jar.getInputStream(entry)) {
                    inJars.put(path, LibraryDescriptorFile.read(path + "!/" + LibraryDescriptor.FILE, in));
                }
            }
            return Optional.of(JarLabel.ofClassPath(JarLabel.classPath(jar)));
        } catch (IOException | SecurityException e) {
            return Optional.empty(); // A JVM finds nothing in it either.
        }
    }

    private static @Nullable LibraryDescriptor inFolder(Path folder) {
        Path file = folder.resolve(LibraryDescriptor.FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return LibraryDescriptorFile.read(file.toString(), in);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }
}
