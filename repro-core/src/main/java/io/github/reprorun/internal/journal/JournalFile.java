package io.github.reprorun.internal.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.BoundedFile;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal as it is on the disk. Immutable, hence safe to share between threads.
 *
 * @param entries the whole lines, in their order
 * @param length the number of bytes of those lines; a kill tore the line after them
 */
public record JournalFile(List<JournalEntry> entries, long length) {
    /** The maximum size of a journal, in bytes. */
    static final int MAXIMUM_SIZE = 64 << 20;

    /** Copies what it is given. */
    public JournalFile {
        entries = List.copyOf(entries);
    }

    /** Whether the directory has a journal. */
    public static boolean isIn(Path runDirectory) {
        return Files.isRegularFile(runDirectory.resolve(Journal.FILE_NAME));
    }

    /**
     * Reads the journal of the run in {@code runDirectory}. Omits a last line that was not completely written, since
     * nothing followed from it; refuses any other flaw.
     *
     * @throws UnreadableException if there is none, or it is damaged
     */
    public static JournalFile read(Path runDirectory) {
        Path file = runDirectory.resolve(Journal.FILE_NAME);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UnreadableException(file.toString(), "is not a regular file");
            }
            byte[] content = BoundedFile.read(file, MAXIMUM_SIZE);
            if (content.length > MAXIMUM_SIZE) {
                throw new UnreadableException(
                        file.toString(), "is larger than any journal, " + MAXIMUM_SIZE + " bytes");
            }
            return parsed(file, new String(content, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new UnreadableException(runDirectory.toString(), "is not a run directory: it holds no journal", e);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private static JournalFile parsed(Path file, String text) {
        List<JournalEntry> entries = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', begin) + 1) {
            try {
                entries.add(entry(file, text.substring(begin, end - 1), entries.size()));
            } catch (UnreadableException e) {
                if (end < text.length()) {
                    throw e;
                }
                break; // A loss of power may keep the end of a line and lose its beginning.
            }
            begin = end;
        }
        return new JournalFile(entries, begin);
    }

    /** The last entry with {@code event}. */
    public Optional<JournalEntry> last(String event) {
        return entries.stream().filter(entry -> entry.event().equals(event)).reduce((earlier, later) -> later);
    }

    private static JournalEntry entry(Path file, String line, long sequence) {
        try {
            JsonNode node = JsonTree.parse(line);
            if (node.path("sequence").asLong(-1) != sequence
                    || !node.path("event").isTextual()
                    || !(node.get("facts") instanceof ObjectNode facts)) {
                throw new UnreadableException(file.toString(), "line " + (sequence + 1) + " is not what was written");
            }
            return new JournalEntry(
                    sequence,
                    Instant.parse(node.path("time").asText()),
                    node.path("event").asText(),
                    facts);
        } catch (IOException | DateTimeParseException e) {
            throw new UnreadableException(file.toString(), "line " + (sequence + 1) + " is not what was written", e);
        }
    }
}
