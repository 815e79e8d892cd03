package io.github.reprorun.internal.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * A class that is not found, and the class path on which it was searched for. Immutable, hence safe to share between
 * threads; each call reads the files again.
 *
 * @param className binary name
 * @param classPath the entries, as between the separators of {@code java.class.path}
 */
public record MissingClass(String className, List<String> classPath) {
    /** Where executable jars and web archives have their own classes. */
    private static final List<String> FOLDERS_IN_JARS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

    /** Copies the list. */
    public MissingClass {
        classPath = List.copyOf(classPath);
    }

    /**
     * Why it is not found, as far as the files tell: a jar has it where {@code java} does not look, or entries of the class
     * path are not there. Opens every jar.
     */
    public Optional<String> reason() {
        List<String> missing = new ArrayList<>();
        Map<Path, Optional<JarLabel>> expanded = new ClassPathExpansion(JarLabel::withoutCoordinates).expand(classPath);
        for (Map.Entry<Path, Optional<JarLabel>> entry : expanded.entrySet()) {
            Path path = entry.getKey();
            if (ClassPathExpansion.kind(path) == ClassPathEntry.Kind.MISSING) {
                missing.add(path.toString());
            }
            Optional<String> folder = entry.getValue().isPresent() ? folderIn(path) : Optional.empty();
            if (folder.isPresent()) {
                String root = folder.get().substring(0, folder.get().indexOf('/'));
                return Optional.of(
                        path + " has it in " + folder.get() + ", where java alone does not look; unpack that jar by"
                                + " jar xf and name " + folder.get() + " and " + root + "/lib/* as the class path");
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the class path names what is not there: " + String.join(", ", missing));
    }

    private Optional<String> folderIn(Path path) {
        String file = className.replace('.', '/') + ".class";
        try (ZipFile jar = new ZipFile(path.toFile())) {
            for (String folder : FOLDERS_IN_JARS) {
                if (jar.getEntry(folder + file) != null) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // A JVM does not find classes in it either.
        }
    }
}
