package io.github.reprorun.internal.follow;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a wrapped program touches although they are not its data: the code, the JDK, the system, caches of
 * native libraries, and the runs themselves. Immutable, hence safe to share between threads.
 *
 * <p>A folder on the class path is code, with everything in it. But if the working directory lies in it, as with a
 * class path of {@code .}, only its class files are code, because the program's data lies there too.
 */
final class IgnoredFiles {
    private static final List<String> SYSTEM = List.of(
            "/proc",
            "/sys",
            "/dev",
            "/run",
            "/etc",
            "/bin",
            "/sbin",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/usr/bin",
            "/usr/sbin",
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/usr/libx32",
            "/usr/share");

    private static final List<Path> OF_MACHINE = List.of(Path.of("/dev"), Path.of("/proc"), Path.of("/sys"));
    private static final Set<Path> EMPTY = Set.of(Path.of("/dev/null"), Path.of("/dev/zero"));
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path workingDirectory;
    private final Set<Path> codeFiles = new HashSet<>();
    private final Set<Path> codeFolders = new HashSet<>();
    private final Set<Path> jarFolders = new HashSet<>();
    private final Set<Path> ours = new HashSet<>();
    private final Set<Path> theMachines = new HashSet<>();

    /** @param classPath absolute, as between the separators of {@code java.class.path} */
    IgnoredFiles(Path workingDirectory, Path runsDirectory, List<String> classPath) {
        this.workingDirectory = workingDirectory;
        ours.add(runsDirectory.toAbsolutePath().normalize());
        for (String entry : classPath) {
            addCode(entry);
        }
        Path home = Path.of(System.getProperty("user.home"));
        ours.add(home.resolve(".javacpp"));
        ours.add(home.resolve(".java"));
        String natives = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (natives != null) {
            ours.add(Path.of(natives).toAbsolutePath().normalize());
        }
        for (String folder : SYSTEM) {
            theMachines.add(Path.of(folder));
        }
        theMachines.add(Path.of(System.getProperty("java.home")).toAbsolutePath());
    }

    private void addCode(String entry) {
        Path path = Path.of(entry.endsWith("*") ? new File(entry).getParent() : entry)
                .toAbsolutePath()
                .normalize();
        if (entry.endsWith("*")) {
            jarFolders.add(path);
        } else if (Files.isDirectory(path)) {
            codeFolders.add(path);
        } else {
            codeFiles.add(path);
        }
    }

    /** Whether this absolute path is one where the system shows devices and its own state. */
    boolean areOfMachine(Path file) {
        for (Path folder : OF_MACHINE) {
            if (file.startsWith(folder)) {
                return !file.startsWith(SHARED_MEMORY) && !EMPTY.contains(file);
            }
        }
        return false;
    }

    /** Whether a file read at this absolute path is not data. */
    boolean areRead(Path file) {
        if (codeFiles.contains(file) || isInOneOf(ours, file) || isCode(file)) {
            return true;
        }
        return !file.startsWith(workingDirectory) && isInOneOf(theMachines, file);
    }

    /** Whether a file written at this absolute path is not an output: a run's own, or a cache of natives. */
    boolean areWritten(Path file) {
        return isInOneOf(ours, file);
    }

    private boolean isCode(Path file) {
        if (jarFolders.contains(file.getParent())) {
            return file.toString().endsWith(".jar");
        }
        for (Path folder : codeFolders) {
            if (file.startsWith(folder)) {
                return !workingDirectory.startsWith(folder) || file.toString().endsWith(".class");
            }
        }
        return false;
    }

    private static boolean isInOneOf(Set<Path> folders, Path file) {
        for (Path folder : folders) {
            if (file.startsWith(folder)) {
                return true;
            }
        }
        return false;
    }
}
