package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileStamp;
import io.github.reprorun.failure.UsageException;
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
 * Where a wrapped program's outputs are looked for, and what they are called: the working directory, in which they have their
 * names relative to it, and the files and folders that somebody named, which lie under their own last name if they are
 * elsewhere. Immutable, hence safe to share between threads.
 *
 * @param workingDirectory absolute
 * @param runsDirectory absolute; what lies there is no output
 * @param named absolute files and folders
 */
public record OutputPlaces(Path workingDirectory, Path runsDirectory, List<Path> named) {
    private static final String SUBJECT = "--output ";

    /** @throws UsageException if two of {@code named} would have one name, or one of them is among the runs */
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
                throw new UsageException(SUBJECT + path, "is no file or folder that a program makes");
            }
            Path other = path.startsWith(base) ? null : elsewhere.putIfAbsent(path.getFileName(), path);
            if (other != null) {
                throw new UsageException(
                        SUBJECT + path, "would have the name outputs/" + path.getFileName() + ", as would " + other);
            }
        }
    }

    /** What is at the named places now. */
    Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> stamps = new HashMap<>();
        for (Path file : namedFiles()) {
            FileStamp.of(file).ifPresent(stamp -> stamps.put(file, stamp));
        }
        return stamps;
    }

    /** The files at the named places that were not there before, or were other files then. */
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

    /** @throws UsageException if nothing of {@code outputs} is at one of the named places */
    void requireMet(SortedSet<Path> outputs) {
        for (Path path : named) {
            if (outputs.stream().noneMatch(output -> output.startsWith(path))) {
                throw new UsageException(SUBJECT + path, "the program has written nothing there");
            }
        }
    }

    /** What {@code file} is called among the outputs, or nothing if it is not looked for. */
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

    /** The program may know the working directory by another path. */
    private Optional<String> nameByLinks(Path file) {
        try {
            Path base = workingDirectory.toRealPath();
            Path real = file.toRealPath();
            return real.startsWith(base) ? Optional.of(text(base.relativize(real))) : Optional.empty();
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
    }

    /** Where the output called {@code name} was written, as far as that follows from its name. */
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
        return relative.toString().replace('\\', '/');
    }
}
