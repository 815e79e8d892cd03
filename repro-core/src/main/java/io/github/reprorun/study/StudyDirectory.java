package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Where studies and their runs lie. A study's own directory is {@code <runs>/<name>/<id>}; it is made beside its place
 * and renamed, so that there is none without a design. Immutable, hence safe to share between threads.
 *
 * @param path of the study, absolute
 */
record StudyDirectory(Path path) {
    private static final String CELLS = "cells";
    private static final String UNFINISHED = ".study";

    /** More than what a run that trains nothing leaves, in bytes. */
    private static final int ROOM = 1 << 18;

    static boolean isStudy(Path path) {
        return path.endsWith(StudyManifest.FILE_NAME)
                || (Files.exists(path.resolve(StudyManifest.DESIGN_FILE_NAME))
                        && !Files.exists(path.resolve(Manifest.FILE_NAME)));
    }

    /** The directory of the study that {@code path} names: itself, or the folder of a statement. */
    static StudyDirectory of(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return new StudyDirectory(absolute.endsWith(StudyManifest.FILE_NAME) ? absolute.resolveSibling("") : absolute);
    }

    /**
     * Takes the right to make studies called {@code name}, which one process has at a time.
     *
     * @throws UsageException if another has it
     * @throws UnwritableException if the folder cannot be written
     */
    static RunLock lock(RunsDirectory runs, String name) {
        Path siblings = runs.path().resolve(name);
        try {
            Files.createDirectories(siblings);
        } catch (IOException e) {
            throw new UnwritableException(siblings.toString(), "cannot be made (" + e + "); nothing was started", e);
        }
        if (RunLock.isHeld(siblings)) {
            throw new UsageException(
                    "study " + name,
                    "a study of this name is running, in " + siblings
                            + "; wait for it, or choose another name or --runs");
        }
        return RunLock.take(siblings);
    }

    /**
     * Makes the directory of a new study, for the holder of its lock.
     *
     * @param design the content of its file
     * @throws UnwritableException if it cannot be written
     */
    static StudyDirectory create(RunsDirectory runs, String name, String id, byte[] design) {
        Path siblings = runs.path().resolve(name);
        Path place = siblings.resolve(id);
        Path beside = siblings.resolve("." + id + UNFINISHED);
        try {
            removeUnfinished(siblings);
            Files.createDirectory(beside);
            Files.createDirectory(beside.resolve(CELLS));
            DurableFile.write(beside.resolve(StudyManifest.DESIGN_FILE_NAME), design);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(siblings);
            return new StudyDirectory(place);
        } catch (IOException | UncheckedIOException e) {
            throw new UnwritableException(
                    place.toString(), "the study's directory cannot be made (" + e + "); nothing was started", e);
        }
    }

    /** What killed processes left beside the place of a study that never began. */
    private static void removeUnfinished(Path siblings) throws IOException {
        for (Path left : list(siblings)) {
            String name = left.getFileName().toString();
            if (name.startsWith(".") && name.endsWith(UNFINISHED)) {
                try (Stream<Path> files = Files.walk(left)) {
                    List<Path> all = new ArrayList<>(files.toList());
                    Collections.reverse(all);
                    for (Path file : all) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    /**
     * The study of {@code name} that has not ended and has {@code design}, whatever its id; the last one. One whose design or
     * journal cannot be read is passed over, and so is one that was begun on another machine; both are said.
     *
     * @param cells of the design
     * @param machine as {@link StudyJournal#open} takes it
     */
    static Optional<StudyDirectory> unfinished(
            RunsDirectory runs,
            String name,
            JsonNode design,
            List<StudyDesign.Cell> cells,
            SortedMap<String, String> machine,
            PassedOver passedOver) {
        JsonNode wanted = StudyJson.withoutId(design);
        Optional<StudyDirectory> found = Optional.empty();
        for (StudyDirectory study : studies(runs.path().resolve(name))) {
            try {
                if (!study.hasEnded() && StudyJson.withoutId(study.designTree()).equals(wanted)) {
                    StudyManifest unused =
                            study.design(); // Another form of the same is not what runs named as their parent.
                    Optional<String> other = StudyJournal.otherMachine(study.path(), cells, machine);
                    if (other.isPresent()) {
                        StudyMessages.otherMachine(System.err, study.path(), other.get());
                    } else {
                        found = Optional.of(study);
                    }
                }
            } catch (ReproException damaged) {
                passedOver.name(study.path(), damaged);
            }
        }
        return found;
    }

    /**
     * All studies below {@code runs}, of any name, in the order of their names and ids. A folder that cannot be listed is passed
     * over.
     */
    static List<StudyDirectory> all(RunsDirectory runs, PassedOver passedOver) {
        List<StudyDirectory> all = new ArrayList<>();
        for (Path name : list(runs.path())) {
            try {
                all.addAll(studies(name));
            } catch (ReproException damaged) {
                passedOver.name(name, damaged);
            }
        }
        return all;
    }

    private static List<StudyDirectory> studies(Path siblings) {
        return list(siblings).stream()
                .filter(each -> !each.getFileName().toString().startsWith(".") && isStudy(each))
                .map(StudyDirectory::new)
                .toList();
    }

    /** In the order of names; none if there is no such folder. */
    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(folder.toString(), "cannot be listed (" + e + ")", e);
        }
    }

    /** The directories of the runs with {@code id}, of whatever name; a run that is not named yet is none. */
    static List<Path> runs(RunsDirectory runs, String id) {
        return list(runs.path()).stream()
                .map(name -> name.resolve(id))
                .filter(run -> Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Whether a process was killed, or is, between making the directory of run {@code id} and giving it its name. */
    static boolean isUnnamed(RunsDirectory runs, String id) {
        return list(runs.path()).stream().anyMatch(name -> Files.exists(name.resolve("." + id + ".new")));
    }

    boolean hasEnded() {
        return Files.exists(path.resolve(StudyManifest.FILE_NAME));
    }

    /** The folder of the runs. */
    RunsDirectory runs() {
        return RunsDirectory.above(path);
    }

    String id() {
        return path.getFileName().toString();
    }

    JsonNode designTree() {
        try {
            JsonNode tree = JsonTree.parse(designBytes());
            if (!tree.isObject()) {
                throw new UnreadableException(
                        file(StudyManifest.DESIGN_FILE_NAME).toString(), "is no JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new UnreadableException(file(StudyManifest.DESIGN_FILE_NAME).toString(), "is not JSON", e);
        }
    }

    /** The study as its design says it is to be, without any cell. */
    StudyManifest design() {
        return StudyReader.design(file(StudyManifest.DESIGN_FILE_NAME).toString(), designBytes());
    }

    /** The study with the cells that its journal has as settled. */
    StudyManifest soFar() {
        StudyManifest design = design();
        List<StudyManifest.Cell> settled =
                StudyJournal.settled(path, design.design().cells());
        return new StudyManifest(
                design.name(),
                design.id(),
                design.designDigest(),
                design.program(),
                design.design(),
                design.builderVersions(),
                design.startedOn(),
                design.finishedOn(),
                design.sittings(),
                settled,
                StudyJson.resultDigest(settled),
                design.unknown(),
                design.within());
    }

    private byte[] designBytes() {
        Path file = file(StudyManifest.DESIGN_FILE_NAME);
        try {
            return StudyJson.bytes(file);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Requires that files can still be written here. If a run failed while they could not, that says nothing of its cell.
     *
     * @throws UnwritableException if they cannot, because the disk is full for example
     */
    void requireRoom() {
        try {
            Path probe = Files.createTempFile(path.resolve(CELLS), "room", "");
            try {
                DurableFile.write(probe, new byte[ROOM]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new UnwritableException(
                    path.toString(),
                    "nothing more can be written there (" + e
                            + "); the study stops, its runs are kept, and the same command continues it",
                    e);
        }
    }

    /** The list of the digests of files that runs share. */
    Path digests() {
        return path.resolve(CELLS).resolve("digests");
    }

    /** What the run of a cell prints. */
    Path output(int cell) {
        return path.resolve(CELLS).resolve((cell + 1) + ".log");
    }

    /** Where the run of a cell says how it ended. */
    Path result(int cell) {
        return path.resolve(CELLS).resolve((cell + 1) + ".jsonl");
    }
}
