package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileStamp;
import io.github.reprorun.base.file.SlashedPath;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The places where a wrapped program's outputs are searched, and the names of the outputs: relative to the working
 * directory for files in it, and beginning with the last part of its path for a named file or folder elsewhere.
 * Immutable, hence safe to share between threads.
 *
 * @param workingDirectory absolute
 * @param runsDirectory absolute; files there are not outputs
 * @param named absolute files and folders
 */
public record OutputPlaces(Path workingDirectory, Path runsDirectory, List<Path> named) {
    private static final String SUBJECT = "--output ";

    /** @throws UsageException if two of {@code named} would get the same name, or one of them lies among the runs, or
     *     would have a name that no manifest can have */
    public OutputPlaces {
        Path base = workingDirectory.toAbsolutePath().normalize();
        Path runs = runsDirectory.toAbsolutePath().normalize();
        workingDirectory = base;
        runsDirectory = runs;
        Set<Path> places = new LinkedHashSet<>();
        for (Path path : named) {
            places.add(base.resolve(path).normalize());
        }
        named = List.copyOf(places);
        Map<Path, Path> elsewhere = new HashMap<>();
        for (Path path : named) {
            if (path.startsWith(runs)) {
                throw new UsageException(SUBJECT + path, "lies in the runs directory " + runs);
            }
            if (path.getFileName() == null) {
                throw new UsageException(SUBJECT + path, "is not a file or folder that a program makes");
            }
            if (!RunDirectory.isPortable(text(path.startsWith(base) ? base.relativize(path) : path.getFileName()))) {
                throw new UsageException(
                        SUBJECT + path, "would have a name that holds a backslash or a control character");
            }
            Path other = path.startsWith(base) ? null : elsewhere.putIfAbsent(path.getFileName(), path);
            if (other != null) {
                throw new UsageException(
                        SUBJECT + path, "would have the name outputs/" + path.getFileName() + ", as would " + other);
            }
        }
    }

    /** The files at the named places now. */
    Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> stamps = new HashMap<>();
        for (Path file : namedFiles()) {
            FileStamp.of(file).ifPresent(stamp -> stamps.put(file, stamp));
        }
        return stamps;
    }

    /** The files at the named places that were not there before, or have changed since. */
    SortedSet<Path> changedSince(Map<Path, FileStamp> before) {
        SortedSet<Path> changed = new TreeSet<>();
        for (Path file : namedFiles()) {
            Optional<FileStamp> now = FileStamp.of(file);
            if (now.isPresent() && !now.equals(Optional.ofNullable(before.get(file)))) {
                changed.add(file);
            }
        }
        return changed;
    }

    private List<Path> namedFiles() {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            ProgramFiles.files(path).stream()
                    .filter(file -> !file.startsWith(runsDirectory))
                    .forEach(files::add);
        }
        return files;
    }

    /** @throws UsageException if none of {@code outputs} lies at one of the named places */
    void requireMet(SortedSet<Path> outputs) {
        for (Path path : named) {
            if (outputs.stream().noneMatch(output -> output.startsWith(path))) {
                throw new UsageException(SUBJECT + path, "the program has written nothing there");
            }
        }
    }

    /** The name of {@code file} among the outputs, or empty if it is not an output. */
    Optional<String> name(Path file) {
        if (file.startsWith(workingDirectory)) {
            return Optional.of(text(workingDirectory.relativize(file)));
        }
        for (Path path : named) {
            if (file.equals(path)) {
                return Optional.of(text(path.getFileName()));
            }
            if (file.startsWith(path)) {
                return Optional.of(text(path.getFileName().resolve(path.relativize(file))));
            }
        }
        return nameByLinks(file);
    }

    /** The program may know the working directory by a different path. */
    private Optional<String> nameByLinks(Path file) {
        try {
            Path base = workingDirectory.toRealPath();
            Path real = file.toRealPath();
            return real.startsWith(base) ? Optional.of(text(base.relativize(real))) : Optional.empty();
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
    }

    /** The path where the output called {@code name} was written, as far as its name shows that. */
    public Path origin(String name) {
        Path relative = Path.of(name);
        for (Path path : named) {
            if (!path.startsWith(workingDirectory) && relative.startsWith(path.getFileName())) {
                return path.resolveSibling(relative);
            }
        }
        return workingDirectory.resolve(relative);
    }

    private static String text(Path relative) {
        return SlashedPath.of(relative);
    }
}
