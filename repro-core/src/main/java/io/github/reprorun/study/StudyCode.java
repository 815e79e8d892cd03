package io.github.reprorun.study;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.code.ClassPathDigest;
import io.github.reprorun.internal.code.ClassPathEntry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The code of a study's program, by which a study knows whether it may go on, and whether an earlier one ran the same.
 * Stateless.
 */
final class StudyCode {
    private static final String CLASS = ".class";

    private StudyCode() {}

    /**
     * The entries of a class path with their digests, without those that are not there, which a JVM skips. Of a folder
     * that holds the working directory only the classes count, because runs leave their files there.
     *
     * @param entries absolute paths
     * @param runs the runs directory, which is not code
     */
    static List<Resource> of(List<String> entries, Path runs, Path workingDirectory) {
        Set<Path> excluded = new HashSet<>(Set.of(runs));
        for (String entry : entries) {
            Path folder = Path.of(entry);
            if (workingDirectory.startsWith(folder) && Files.isDirectory(folder)) {
                excluded.addAll(filesWithoutCode(folder, runs));
            }
        }
        List<Resource> code = new ArrayList<>();
        for (ClassPathEntry entry : ClassPathDigest.of(entries, excluded)) {
            if (entry.kind() != ClassPathEntry.Kind.MISSING) {
                code.add(new Resource(entry.name(), "", digest(entry), new TreeMap<>()));
            }
        }
        return code;
    }

    private static SortedMap<String, String> digest(ClassPathEntry entry) {
        String algorithm = entry.kind() == ClassPathEntry.Kind.FOLDER ? "dirHash" : "sha256";
        return entry.digest().fold(sha256 -> new TreeMap<>(Map.of(algorithm, sha256.hex())), reason -> new TreeMap<>());
    }

    private static Set<Path> filesWithoutCode(Path folder, Path runs) {
        Set<Path> without = new HashSet<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.equals(runs) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!file.toString().endsWith(CLASS)) {
                        without.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UnreadableException(
                    folder.toString(), "is on the class path and cannot be listed (" + e + ")", e);
        }
        return without;
    }
}
