package io.github.reprorun.internal.directory;

import io.github.reprorun.base.file.OwnFiles;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write a run directory, which one run has at a time: a lock on its file {@value #FILE_NAME}, which is
 * released when the process ends in any way. Safe for use by several threads.
 *
 * <p>Nothing else opens the file, because a POSIX process loses its locks on a file when it closes any channel to it.
 * This class remembers the locks that this process holds, because locks do not exclude the process that holds them.
 */
public final class RunLock implements AutoCloseable {
    /** The file in a run directory that is locked; empty, and left behind by runs that did not succeed. */
    public static final String FILE_NAME = ".lock";

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of the run in {@code runDirectory}.
     *
     * @throws UnwritableException if another run has it, or its file cannot be written
     */
    public static RunLock take(Path runDirectory) {
        try {
            Path file = file(runDirectory);
            if (!HELD.add(file)) {
                throw new UnwritableException(runDirectory.toString(), "another run of this process is writing there");
            }
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() != null) {
                    OwnFiles.keepToOwner(file);
                    return new RunLock(file, channel);
                }
                channel.close();
                throw new UnwritableException(runDirectory.toString(), "another process is writing this run");
            } catch (IOException | RuntimeException e) {
                HELD.remove(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UnwritableException(runDirectory.toString(), "it cannot be locked (" + e + ")", e);
        }
    }

    /** Whether a process, this one too, has the lock now. */
    public static boolean isHeld(Path runDirectory) {
        try {
            Path file = file(runDirectory);
            if (HELD.contains(file)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                FileLock lock = channel.tryLock();
                return lock == null;
            }
        } catch (IOException e) {
            return false; // The file is missing or not writable here, so no holder can be detected.
        }
    }

    /** Removes the file of a run that succeeded and will not be written again. */
    public void removeFile() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Releases the lock; further calls do nothing. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the lock cannot be given back (" + e + ")", e);
        } finally {
            HELD.remove(file);
        }
    }

    private static Path file(Path runDirectory) throws IOException {
        return runDirectory.toRealPath().resolve(FILE_NAME);
    }
}
