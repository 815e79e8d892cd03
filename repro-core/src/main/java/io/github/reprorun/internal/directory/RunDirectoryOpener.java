package io.github.reprorun.internal.directory;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.OwnFiles;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.launch.RunIdentity;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes the directory of a run, or reopens an existing one; in both cases no other process or run can write it then.
 * Stateless.
 */
public final class RunDirectoryOpener {
    /** The files that a run that starts over keeps from the process before it. */
    private static final Set<String> KEPT = Set.of(Journal.FILE_NAME, RunLock.FILE_NAME, RunDirectory.LOG);

    /** The name of a directory that is made beside its final place. */
    private static final Pattern BESIDE = Pattern.compile("\\." + RunId.PATTERN + "\\.new");

    /** Far longer than a run needs between making its directory and giving it its name. */
    private static final Duration NEVER_NAMED = Duration.ofHours(1);

    private static final String ONLY_OWN = "only a run that nobody else can have changed is resumed";

    private RunDirectoryOpener() {}

    /**
     * Makes {@code <runs>/<name>/<id>}, which has its journal from the first instant: it is made beside its place and
     * renamed. Removes the directories that killed processes left beside it, of runs that never began.
     *
     * @param begin writes the beginning of the journal into the directory that it is given
     * @throws UnwritableException if the directory cannot be written, or such a run exists already
     */
    public static RunDirectory create(RunsDirectory runs, RunIdentity run, Consumer<Path> begin) {
        Path siblings = runs.runs(run.name());
        Path path = runs.run(run);
        requireNoFileInTheWay(path);
        Path beside = siblings.resolve("." + run.id() + ".new");
        try {
            makeDurably(siblings);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.createDirectory(beside);
            removeNeverNamed(siblings, Files.getLastModifiedTime(beside).toInstant());
        } catch (FileAlreadyExistsException e) {
            throw new UnwritableException(e.getFile(), "is there already; a run needs a directory of its own", e);
        } catch (IOException e) {
            throw unmade(path, e.toString(), e);
        }
        try {
            Files.createDirectory(beside.resolve(Manifest.OUTPUTS));
            begin.accept(beside);
            Path journal = beside.resolve(Journal.FILE_NAME);
            if (Files.exists(journal)) {
                OwnFiles.keepToOwner(journal);
            }
            OwnFiles.keepToOwner(beside);
            DurableFile.force(beside);
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(siblings);
        } catch (IOException e) {
            removeAfter(e, beside);
            throw unmade(path, e.toString(), e);
        } catch (UnwritableException e) {
            removeAfter(e, beside);
            throw unmade(path, String.valueOf(e.getMessage()), e);
        }
        return new RunDirectory(path, RunLock.take(path));
    }

    /**
     * Reopens the directory of a run that an earlier process left. It first removes the manifest, if there is one,
     * because the files it covers are about to change. If there is a checkpoint to continue from, it sets the outputs
     * and the values of metrics aside; otherwise it removes everything that the earlier process made, except its
     * journal and its log.
     *
     * @throws UsageException if the run has succeeded
     * @throws UnwritableException if another process is writing the run, or it cannot be written here
     */
    public static RunDirectory reopen(RunsDirectory runs, RunIdentity run) {
        Path path = runs.run(run);
        RunLock lock = RunLock.take(path);
        try {
            requireNotSucceeded(path);
            RunDirectory directory = new RunDirectory(path, lock);
            for (String file : List.of(Manifest.FILE_NAME, Manifest.ENVELOPE_FILE_NAME)) {
                Files.deleteIfExists(path.resolve(file));
                Files.deleteIfExists(DurableFile.temporary(path.resolve(file)));
            }
            if (RunDirectory.hasCheckpoints(path)) {
                directory.putAside();
            } else {
                directory.removeAllBut(KEPT);
            }
            Files.createDirectories(path.resolve(Manifest.OUTPUTS));
            DurableFile.force(path);
            return directory;
        } catch (IOException e) {
            lock.close();
            throw new UnwritableException(path.toString(), "the run cannot be resumed there (" + e + ")", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Requires that nobody else can have written what a resumed run acts on: the directory, its journal, its lock and its
     * checkpoints.
     *
     * @throws UsageException if one of them belongs to another user, can be written by others, or is a link
     */
    public static void requireOwn(Path directory) throws IOException {
        OwnFiles own = OwnFiles.ofThisProcess();
        own.require(directory.toRealPath(), ONLY_OWN);
        for (String name : List.of(Journal.FILE_NAME, RunLock.FILE_NAME, RunDirectory.CHECKPOINTS)) {
            requireOwn(own, directory.resolve(name));
        }
        Path checkpoints = directory.resolve(RunDirectory.CHECKPOINTS);
        if (Files.isDirectory(checkpoints, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(checkpoints)) {
                for (Path file : files) {
                    requireOwn(own, file);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }

    private static void requireOwn(OwnFiles own, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new UsageException(file.toString(), "is a link; " + ONLY_OWN);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            own.require(file, ONLY_OWN);
        }
    }

    /**
     * Requires that the run in {@code directory} can still be resumed.
     *
     * @throws UsageException if the directory has the manifest of a run that succeeded
     */
    public static void requireNotSucceeded(Path directory) {
        if (Files.exists(directory.resolve(Manifest.FILE_NAME))
                && ManifestJson.read(directory).details().status() == RunStatus.SUCCEEDED) {
            throw new UsageException(directory.toString(), "has succeeded; there is nothing to resume");
        }
    }

    /**
     * Removes old directories beside the place, if they can be removed.
     *
     * @param now by the clock of the file system, which may be that of a different machine
     */
    private static void removeNeverNamed(Path siblings, Instant now) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(siblings)) {
            for (Path file : files) {
                if (BESIDE.matcher(file.getFileName().toString()).matches()) {
                    left.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        for (Path file : left) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(NEVER_NAMED))) {
                    RunDirectory.removeTree(file);
                }
            } catch (IOException | UncheckedIOException e) {
                // It belongs to somebody else, or another starting run removes it: no reason not to train.
            }
        }
    }

    private static void requireNoFileInTheWay(Path path) {
        Path nearest = path;
        while (nearest.getParent() != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        if (Files.exists(nearest) && !Files.isDirectory(nearest)) {
            throw new UnwritableException(
                    nearest.toString(), "is not a directory, so no run can be kept there; no training was started");
        }
    }

    private static void makeDurably(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(folder)) {
            makeDurably(parent);
            Files.createDirectories(folder); // In the meantime another run may have made it.
            DurableFile.force(parent);
        }
    }

    private static void removeAfter(Exception failure, Path beside) {
        try {
            RunDirectory.removeTree(beside);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static UnwritableException unmade(Path path, String problem, Exception cause) {
        return new UnwritableException(
                path.toString(), "the run directory cannot be made (" + problem + "); no training was started", cause);
    }
}
