package io.github.reprorun.study;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.code.ClassPathDigest;
import io.github.reprorun.internal.code.ClassPathEntry;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.PinnedProfile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The code of a study's program, by which a study knows whether it may go on, and whether an earlier one ran the same.
 * Stateless.
 */
final class StudyCode {
    private static final String CLASS = ".class";
    private static final String NOT_THE_STUDYS = "the code is not the study's: ";
    private static final int LOOKS = 10;

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
        SortedMap<String, String> digest = entry.digest()
                .fold(sha256 -> new TreeMap<>(Map.of(algorithm, sha256.hex())), reason -> new TreeMap<>());
        if (entry.contents().digest().isPresent()) {
            digest.put(CodeComparison.CONTENTS, entry.contents().digest().get().hex());
        }
        return digest;
    }

    /**
     * Why the code of {@code run} is not that of the study, by content. A wrapped run has this library behind the study's
     * entries. Entries that one of the two has no digest of are not compared, nor folders in which runs leave their files.
     *
     * @param code as {@link #of} gives it
     * @param runs the runs directory
     */
    static Optional<String> flaw(List<Resource> code, Path runs, Manifest run) {
        PinnedProfile profile = run.definition().profile();
        List<Resource> ofRun = run.definition().classPath();
        CodeComparison comparison = CodeComparison.of(code, ofRun);
        for (int position : comparison.onlyThen()) {
            if (isComparable(code.get(position), profile, runs)) {
                return Optional.of(NOT_THE_STUDYS + missing(code.get(position), ofRun));
            }
        }
        if (comparison.swapped().isPresent()) {
            CodeComparison.Swap swap = comparison.swapped().get();
            return Optional.of(NOT_THE_STUDYS + swap.second().name() + " comes before "
                    + swap.first().name());
        }
        for (int position : comparison.onlyNow()) {
            Optional<Resource> later = ofRun.subList(position + 1, ofRun.size()).stream()
                    .filter(entry -> code.stream().anyMatch(other -> shareDigest(entry, other)))
                    .findFirst();
            if (later.isPresent() && isComparable(ofRun.get(position), profile, runs)) {
                return Optional.of(NOT_THE_STUDYS + "the class path has "
                        + ofRun.get(position).name() + " before " + later.get().name());
            }
        }
        return Optional.empty();
    }

    /** The code that {@code options} of a JVM, and {@code variables} that give it more, name, without what tells more of it. */
    static List<Resource> ofOptions(
            List<String> options, Map<String, String> variables, Path runs, Path workingDirectory) {
        PinnedProfile start = new PinnedProfile(
                PinnedProfile.NONE, 1, new TreeMap<>(), options, List.of(), workingDirectory.toString());
        List<Resource> code = new ArrayList<>();
        for (Resource entry :
                CodeEvidence.ofStart(start, variables, Set.of(runs)).optionCode()) {
            code.add(new Resource(entry.name(), "", entry.digest(), new TreeMap<>()));
        }
        return code;
    }

    /** Why the code that options of the JVM of {@code run} named is not {@code code}, as far as there are digests. */
    static Optional<String> optionFlaw(List<Resource> code, Manifest run) {
        List<Resource> ofRun = run.definition().optionCode();
        for (Resource entry : code) {
            if (!entry.digest().isEmpty() && ofRun.stream().noneMatch(other -> shareDigest(entry, other))) {
                return Optional.of(
                        NOT_THE_STUDYS + "no option of the JVM named " + entry.name() + " with " + entry.digest());
            }
        }
        return Optional.empty();
    }

    /**
     * Why the classes in the folders of the class path that hold the working directory are no longer those of the study. What a
     * run states of such a folder has all that runs leave there in it, so that it tells nothing.
     *
     * @param code as {@link #of} gave it for {@code entries}
     */
    static Optional<String> changed(List<Resource> code, List<String> entries, Path runs, Path workingDirectory) {
        for (String entry : entries) {
            if (workingDirectory.startsWith(entry)
                    && Files.isDirectory(Path.of(entry))
                    && !isUnchanged(code, entry, runs, workingDirectory)) {
                return Optional.of(NOT_THE_STUDYS + "classes in " + entry + " have changed");
            }
        }
        return Optional.empty();
    }

    /** Looks again if something differs, because a run may have made or deleted a file between two looks of one attempt. */
    private static boolean isUnchanged(List<Resource> code, String entry, Path runs, Path workingDirectory) {
        for (int attempt = 1; attempt <= LOOKS; attempt++) {
            try {
                if (of(List.of(entry), runs, workingDirectory).stream()
                        .allMatch(now -> code.stream().anyMatch(before -> shareDigest(before, now)))) {
                    return true;
                }
            } catch (UnreadableException gone) {
                if (attempt == LOOKS) {
                    throw gone;
                }
            }
        }
        return false;
    }

    private static String missing(Resource entry, List<Resource> ofRun) {
        for (Resource other : ofRun) {
            if (other.name().equals(entry.name())) {
                return entry.name() + " has " + other.digest() + ", not " + entry.digest();
            }
        }
        return "the class path has no " + entry.name();
    }

    private static boolean shareDigest(Resource one, Resource other) {
        return !Collections.disjoint(one.digest().entrySet(), other.digest().entrySet());
    }

    private static boolean isComparable(Resource entry, PinnedProfile profile, Path runs) {
        Path workingDirectory = Path.of(profile.workingDirectory());
        boolean holdsFilesOfRuns = profile.classPath().stream()
                .map(Path::of)
                .anyMatch(place ->
                        place.endsWith(entry.name()) && (workingDirectory.startsWith(place) || runs.startsWith(place)));
        return !entry.digest().isEmpty() && !holdsFilesOfRuns;
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
