package io.github.reprorun.internal.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;

/**
 * The journal of a run: {@value #FILE_NAME} in its directory, one JSON object per line, each line on the disk before
 * the call that wrote it returns. Only the holder of the {@link RunLock} writes lines. Safe for use by several threads,
 * an interrupted one too.
 */
public final class Journal {
    /** The journal's file in a run directory. */
    public static final String FILE_NAME = "journal.jsonl";

    /** The run began; the facts have its {@code definition} as far as it was known. */
    public static final String STARTED = "started";

    /**
     * A checkpoint is about to be written; the facts have the complete {@code definition} of the run up to now, code
     * and inputs with their digests. Written again only if that has changed.
     */
    public static final String GIVEN = "given";

    /** The run was resumed after an interruption. */
    public static final String RESUMED = "resumed";

    /** A checkpoint was written; the facts give the position of the training. */
    public static final String CHECKPOINT = "checkpoint";

    /** A damaged checkpoint was skipped. */
    public static final String CHECKPOINT_REFUSED = "checkpoint-refused";

    /** A checkpoint could not be written. */
    public static final String CHECKPOINT_FAILED = "checkpoint-failed";

    /**
     * The run ended and its manifest is about to be written; the facts have its {@code status} and {@code cause}. Only
     * a further end follows.
     */
    public static final String ENDED = "ended";

    /** The part of a journal's maximum size, in bytes, that is reserved for the end of the run and its resumption. */
    private static final long RESERVED = 4L << 20;

    private final Path file;
    private final Clock clock;
    private long sequence;
    private long length;
    private boolean ended;

    private Journal(Path file, Clock clock, long sequence, long length) {
        this.file = file;
        this.clock = clock;
        this.sequence = sequence;
        this.length = length;
    }

    /** The journal of a new run; writing the first line creates the file. */
    public static Journal begin(Path runDirectory, Clock clock) {
        return new Journal(runDirectory.resolve(FILE_NAME), clock, 0, 0);
    }

    /**
     * Continues the journal in {@code runDirectory}; a last line that a kill tore is replaced by the next one.
     *
     * @throws io.github.reprorun.failure.UnreadableException if there is none, or it is damaged
     */
    public static Journal resume(Path runDirectory, Clock clock) {
        JournalFile read = JournalFile.read(runDirectory);
        return new Journal(
                runDirectory.resolve(FILE_NAME), clock, read.entries().size(), read.length());
    }

    /** The same journal after its directory, which nobody else writes, was renamed to {@code runDirectory}. */
    public synchronized Journal in(Path runDirectory) {
        return new Journal(runDirectory.resolve(FILE_NAME), clock, sequence, length);
    }

    /** An object to put facts into. */
    public static ObjectNode facts() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Appends one line and forces it to the disk. If that fails, the lines before it remain as they were.
     *
     * @return the time in the line
     * @throws UnwritableException if that fails, the journal would become too large to be read, or the run has ended
     */
    public Instant record(String event, ObjectNode facts) {
        return record(event, facts, true);
    }

    /**
     * Appends one line that is on the disk at the latest when the next one is that was recorded: for what can be found out
     * again without it.
     *
     * @return the time in the line
     * @throws UnwritableException as {@link #record} does
     */
    public Instant note(String event, ObjectNode facts) {
        return record(event, facts, false);
    }

    private synchronized Instant record(String event, ObjectNode facts, boolean forced) {
        if (ended && !event.equals(ENDED)) {
            throw new UnwritableException(file.toString(), "the run has ended; \"" + event + "\" comes too late");
        }
        Instant now = clock.instant();
        ObjectNode line = facts();
        line.put("sequence", sequence);
        line.put("time", now.toString());
        line.put("event", event);
        line.set("facts", facts);
        byte[] bytes = (JsonText.compact(line) + "\n").getBytes(StandardCharsets.US_ASCII);
        requireRoom(event, bytes.length);
        try {
            DurableFile.uninterrupted(() -> append(bytes, forced));
            sequence++;
            length += bytes.length;
            ended = event.equals(ENDED);
            return now;
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the run's journal cannot be written (" + e + ")", e);
        }
    }

    private void requireRoom(String event, int size) {
        long reserved = event.equals(ENDED) || event.equals(RESUMED) ? 0 : RESERVED;
        long limit = JournalFile.MAXIMUM_SIZE - reserved;
        if (length + size > limit) {
            throw new UnwritableException(
                    file.toString(),
                    "the run's journal would have " + (length + size) + " bytes with \"" + event + "\", and at most "
                            + limit + " can be read again");
        }
    }

    private void append(byte[] line, boolean forced) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(length); // Removes the bytes that a failed call or a kill left there.
            try {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    channel.write(bytes, length + bytes.position());
                }
                if (forced) {
                    channel.force(true);
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                cut(channel, e);
                throw e;
            }
        }
    }

    private void cut(FileChannel channel, IOException failure) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
