package io.github.reprorun.dl4j.internal.checkpoint;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.OwnFiles;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * The checkpoints of one run: those of the current training, of which it keeps the last few, and one of the end of each
 * finished training, so that finished trainings need not be repeated. Their names sort by age. Used by one thread at a
 * time.
 */
public final class CheckpointFolder {
    private static final String ENDING = ".checkpoint";
    private static final String END = "-end" + ENDING;

    private final Path folder;

    /** @param folder need not exist before the first checkpoint is written */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /** The file of the {@code fit}-th training after {@code batches} batches. */
    public Path file(int fit, long batches) {
        return folder.resolve(String.format(Locale.ROOT, "fit-%06d-%015d%s", fit, batches, ENDING));
    }

    /** The file of the end of the {@code fit}-th training. */
    public Path endFile(int fit) {
        return folder.resolve(String.format(Locale.ROOT, "fit-%06d%s", fit, END));
    }

    /**
     * All checkpoints, the newest first; not verified.
     *
     * @throws UnreadableException if the folder cannot be listed
     */
    public List<Path> newestFirst() {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "fit-*" + ENDING)) {
                entries.forEach(files::add);
            } catch (IOException e) {
                throw new UnreadableException(folder.toString(), "cannot be listed (" + e + ")", e);
            }
        }
        Collections.sort(files, Collections.reverseOrder());
        return files;
    }

    /**
     * The checkpoint in {@code file}.
     *
     * @throws UnreadableException if it is damaged
     */
    public CheckpointFile read(Path file) {
        return CheckpointFile.read(file);
    }

    /**
     * Writes a checkpoint whole or not at all, then removes all except the last {@code keep} and those of finished
     * trainings.
     */
    public void write(Path file, SortedMap<String, String> facts, List<Part> parts, int keep) throws IOException {
        Files.createDirectories(folder);
        OwnFiles.keepToOwner(folder);
        CheckpointFile.write(file, facts, parts);
        OwnFiles.keepToOwner(file);
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            if (!isEnd(old)) {
                Files.deleteIfExists(old);
            }
        }
    }

    /** The number of bytes in the checkpoints of finished trainings. */
    public long sizeOfEnds() throws IOException {
        long size = 0;
        for (Path file : newestFirst()) {
            if (isEnd(file)) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private static boolean isEnd(Path file) {
        return file.toString().endsWith(END);
    }

    /** Removes every checkpoint, and the remains of one that a killed process left. */
    public void clear() throws IOException {
        removeHalves();
        for (Path file : newestFirst()) {
            Files.delete(file);
        }
    }

    /**
     * Removes every checkpoint that is newer than {@code file}, and the remains of one that a killed process left: a
     * training that continues from there writes them again.
     */
    public void clearAfter(Path file) throws IOException {
        removeHalves();
        for (Path other : newestFirst()) {
            if (other.compareTo(file) > 0) {
                Files.delete(other);
            }
        }
    }

    private void removeHalves() throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> halves = Files.newDirectoryStream(folder, DurableFile::isTemporary)) {
                for (Path half : halves) {
                    Files.delete(half);
                }
            }
        }
    }
}
