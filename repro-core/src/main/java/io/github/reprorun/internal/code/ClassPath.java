package io.github.reprorun.internal.code;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * The entries of a class path, and their contents. It loads no class from them. Immutable, hence safe to share between
 * threads; each call reads the files again.
 *
 * @param entries absolute paths; the jars in a folder, in the order of their names, have replaced {@code dir/*}
 */
public record ClassPath(List<String> entries) {
    /**
     * Makes the entries absolute and replaces {@code dir/*} by the jars in the folder, if that folder can be listed.
     */
    public ClassPath {
        List<String> absolute = new ArrayList<>();
        for (Path path : ClassPathExpansion.withoutWildcards(entries)) {
            absolute.add(path.toString());
        }
        entries = List.copyOf(absolute);
    }

    /** Parses {@code text} as {@code java -cp} does: an empty entry is the working directory. */
    public static ClassPath parse(String text) {
        List<String> entries = new ArrayList<>();
        for (String entry : text.split(File.pathSeparator, -1)) {
            entries.add(entry.isEmpty() ? "." : entry);
        }
        return new ClassPath(entries);
    }

    /**
     * Whether an entry is a file with the name that Maven gives to the jar of {@code artifact}, with or without the
     * version.
     */
    public boolean hasJarOf(String artifact) {
        Pattern name = Pattern.compile(Pattern.quote(artifact) + "(-[0-9].*)?\\.jar");
        for (String entry : entries) {
            File file = new File(entry);
            if (name.matcher(file.getName()).matches() && file.isFile()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the subject of {@code marker} is here, found by the name of its jar or otherwise by its class. */
    public boolean has(LibraryDescriptor.Marker marker) {
        return hasJarOf(marker.jar()) || hasClass(marker.className());
    }

    /**
     * The numerical libraries whose extensions are here. Looks into every jar.
     *
     * @throws io.github.reprorun.failure.UnreadableException if a descriptor is invalid
     */
    public Libraries libraries() {
        DescriptorSearch search = new DescriptorSearch();
        return with(search.on(entries));
    }

    /** {@code descriptors}, and whether one of their libraries has its accelerator here. */
    public Libraries with(List<LibraryDescriptor> descriptors) {
        boolean isAccelerated = false;
        for (LibraryDescriptor descriptor : descriptors) {
            isAccelerated |= descriptor.accelerator().isPresent()
                    && isThere(descriptor.accelerator().get());
        }
        return new Libraries(descriptors, isAccelerated);
    }

    private boolean isThere(LibraryDescriptor.Accelerator accelerator) {
        return hasJarOf(accelerator.marker().jar())
                || (!hasJarOf(accelerator.otherJar())
                        && hasClass(accelerator.marker().className()));
    }

    /**
     * Whether the class is in a folder or a jar of any name, including a jar that the manifest of another one names.
     * Opens every jar unless a folder has the class. It does not search jars within a jar, because a JVM loads no class
     * from them.
     *
     * @param className binary name
     */
    public boolean hasClass(String className) {
        String file = className.replace('.', '/') + ".class";
        for (String entry : entries) {
            if (Files.exists(Path.of(entry, file))) {
                return true;
            }
        }
        for (Path path : new ClassPathExpansion(JarLabel::withoutCoordinates)
                .expand(entries)
                .keySet()) {
            if (Files.isDirectory(path) ? Files.exists(path.resolve(file)) : isInJar(path, file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInJar(Path path, String file) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (ZipFile jar = new ZipFile(path.toFile())) {
            return jar.getEntry(file) != null;
        } catch (IOException e) {
            return false; // A JVM does not find classes in it either.
        }
    }
}
