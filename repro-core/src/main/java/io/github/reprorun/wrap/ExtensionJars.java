package io.github.reprorun.wrap;

import io.github.reprorun.base.library.KnownLibraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.code.ClassPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The jars of extensions that lie where this library's own does, each with its descriptor: in the same folder, in a local
 * Maven repository, or as the modules of one build leave them. Immutable.
 */
final class ExtensionJars {
    private final Path library;
    private final SortedMap<Path, LibraryDescriptor> jars;

    private ExtensionJars(Path library, SortedMap<Path, LibraryDescriptor> jars) {
        this.library = library;
        this.jars = jars;
    }

    /**
     * @param library the jar of this library; a folder of classes has nothing beside it
     * @throws io.github.reprorun.failure.UnreadableException if a descriptor is invalid
     */
    static ExtensionJars beside(Path library) {
        SortedMap<Path, LibraryDescriptor> jars = new TreeMap<>();
        if (Files.isRegularFile(library)) {
            for (Path jar : candidates(library)) {
                for (LibraryDescriptor descriptor :
                        new ClassPath(List.of(jar.toString())).libraries().descriptors()) {
                    if (!isNamedIn(jars.values(), descriptor)) {
                        jars.put(jar, descriptor);
                    }
                }
            }
        }
        return new ExtensionJars(library, jars);
    }

    /**
     * Those that have to be added to {@code program} because it has a library that they hold.
     *
     * @param here the extensions that it has
     * @throws UsageException if it has a library whose extension is neither there nor beside this library
     */
    SortedMap<Path, LibraryDescriptor> missingFrom(ClassPath program, List<LibraryDescriptor> here) {
        SortedMap<Path, LibraryDescriptor> missing = new TreeMap<>();
        jars.forEach((jar, descriptor) -> {
            if (isMissing(descriptor, here, program)) {
                missing.put(jar, descriptor);
            }
        });
        for (LibraryDescriptor known : KnownLibraries.descriptors()) {
            if (!isNamedIn(jars.values(), known) && isMissing(known, here, program)) {
                throw new UsageException(
                        "class path",
                        known.name() + " is on it, but not " + known.extension().jar()
                                + ", without which its sources of"
                                + " chance are not seeded and what it trains is not traced, and there is no jar of "
                                + known.extension().jar() + " beside " + library + "; add it to --class-path");
            }
        }
        return missing;
    }

    private static boolean isMissing(LibraryDescriptor descriptor, List<LibraryDescriptor> here, ClassPath program) {
        return !isNamedIn(here, descriptor)
                && program.has(descriptor.library())
                && !program.has(descriptor.extension());
    }

    private static boolean isNamedIn(Iterable<LibraryDescriptor> descriptors, LibraryDescriptor wanted) {
        for (LibraryDescriptor each : descriptors) {
            if (each.name().equals(wanted.name())) {
                return true;
            }
        }
        return false;
    }

    /** Those of this library's version first: of several for one library the first counts. */
    private static List<Path> candidates(Path library) {
        List<Path> jars = new ArrayList<>(children(library.toAbsolutePath().resolveSibling(""), "*.jar"));
        String version = version(library);
        Path group = library.toAbsolutePath().resolve("../../..").normalize();
        if (!version.isEmpty()) {
            for (Path artifact : children(group, "*")) {
                String jar = artifact.getFileName() + "-" + version + ".jar";
                jars.add(artifact.resolve("target").resolve(jar));
                jars.add(artifact.resolve(version).resolve(jar));
            }
        }
        jars.removeIf(jar -> !Files.isRegularFile(jar));
        jars.sort(Comparator.comparing(jar -> !jar.toString().endsWith("-" + version + ".jar")));
        return jars;
    }

    /**
     * The version after this artifact's name: {@code 1.0} of {@code repro-core-1.0-cli.jar}; empty if it was renamed.
     */
    private static String version(Path library) {
        String name = String.valueOf(library.getFileName());
        return name.startsWith("repro-core-") && name.endsWith(".jar")
                ? name.substring("repro-core-".length(), name.length() - ".jar".length())
                        .replaceFirst("-cli$", "")
                : "";
    }

    /** In the order of their names; none of a folder that cannot be listed. */
    private static List<Path> children(Path folder, String glob) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            for (Path child : all) {
                children.add(child);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(children);
        return children;
    }
}
