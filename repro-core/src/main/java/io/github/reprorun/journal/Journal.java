package io.github.reprorun.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run: {@value #FILE_NAME} in its directory, one JSON object a line, each line on the disk before the
 * call that wrote it returns. While it is open its file is locked, which the end of the process undoes however it comes:
 * that is how two processes are kept from one run. Safe for use by several threads.
 */
public final class Journal implements AutoCloseable {
    /** The journal's file in a run directory. */
    public static final String FILE_NAME = "journal.jsonl";

    /** The run began; the facts have its {@code definition} as far as it was known. */
    public static final String STARTED = "started";

    /** The run was taken up again after an interruption. */
    public static final String RESUMED = "resumed";

    /** A checkpoint was written; the facts say where training stood. */
    public static final String CHECKPOINT = "checkpoint";

    /** A damaged checkpoint was passed over. */
    public static final String CHECKPOINT_REFUSED = "checkpoint-refused";

    /** The run ended and its manifest is about to be written; the facts have its {@code status}. */
    public static final String ENDED = "ended";

    private final Path file;
    private final FileChannel channel;
    private final Clock clock;
    private long sequence;
    private @Nullable FileLock lock;

    private Journal(Path file, FileChannel channel, Clock clock, long sequence) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
        this.sequence = sequence;
    }

    /**
     * Begins the journal of a new run.
     *
     * @throws UnwritableException if there is one already, or it cannot be written
     */
    public static Journal begin(Path runDirectory, Clock clock) {
        return open(runDirectory, clock, 0, 0, StandardOpenOption.CREATE_NEW);
    }

    /**
     * Continues the journal of a run that has ended or was killed; a torn last line is cut off.
     *
     * @throws UnwritableException if another process has the run, or the journal cannot be written
     */
    public static Journal resume(Path runDirectory, Clock clock) {
        JournalFile read = JournalFile.read(runDirectory);
        return open(runDirectory, clock, read.entries().size(), read.length(), StandardOpenOption.CREATE);
    }

    /** Whether another process, or another run of this one, has the journal open. */
    public static boolean isOpen(Path runDirectory) {
        Path file = runDirectory.resolve(FILE_NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isPresent()) {
                lock.get().release();
            }
            return lock.isEmpty();
        } catch (IOException e) {
            return false; // It cannot be opened for writing here, so nobody can be shown to write it.
        }
    }

    private static Journal open(
            Path runDirectory, Clock clock, long sequence, long length, StandardOpenOption creation) {
        Path file = runDirectory.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, creation);
            Journal journal = new Journal(file, channel, clock, sequence);
            journal.lock = tryLock(channel).orElse(null);
            if (journal.lock == null) {
                channel.close();
                throw new UnwritableException(runDirectory.toString(), "another process is writing this run");
            }
            channel.truncate(length);
            channel.position(length);
            return journal;
        } catch (FileAlreadyExistsException e) {
            throw new UnwritableException(file.toString(), "is there already; a run needs a directory of its own", e);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the run's journal cannot be written (" + e + ")", e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException thisProcessHasIt) {
            return Optional.empty();
        }
    }

    /** An object to put facts into. */
    public static ObjectNode facts() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Appends one line and forces it to the disk.
     *
     * @throws UnwritableException if that fails
     */
    public synchronized void record(String event, ObjectNode facts) {
        ObjectNode line = facts();
        line.put("sequence", sequence);
        line.put("time", clock.instant().toString());
        line.put("event", event);
        line.set("facts", facts);
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JournalFile.line(line) + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            sequence++;
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the run's journal cannot be written (" + e + ")", e);
        }
    }

    /** Closes the file and gives the lock back; closing twice does nothing. */
    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the run's journal cannot be closed (" + e + ")", e);
        }
    }
}
