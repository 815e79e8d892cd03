package io.github.reprorun.base.file;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Digests of code and native libraries that runs of one study share, so that each file is read once and not in every run.
 * A digest is believed while the file system says that the file is the same: its size, both its times and its inode. The
 * first run that digests a file adds a line to the study's list. Safe for use by several threads, and the list by several
 * processes.
 *
 * <p>Only files are listed that had not changed for two seconds when the run began: a later change gives them another
 * stamp. A line is {@code sha256 size modified changed inode path}, and ends with LF. Lines that are not of that form, such
 * as one that a kill cut off, count for nothing.
 */
public final class KnownDigests {
    /** The system property {@code MILLISECONDS:FILE}: when the run began, since 1970, and where the list is. */
    public static final String PROPERTY = "reprorun.digests";

    private static final int FIELDS = 6;

    private final @Nullable Path list;
    private final Instant began;
    private final Map<String, FileDigest> known = new HashMap<>();

    /**
     * @param list the file of the list, which need not be there yet; null for none
     * @param began when the run began
     */
    private KnownDigests(@Nullable Path list, Instant began) {
        this.list = list;
        this.began = began;
    }

    /** Those of the study that this JVM runs for; outside of a study there are none. */
    private static final class OfThisJvm {
        static final KnownDigests DIGESTS = of(System.getProperty(PROPERTY));
    }

    /** The digest of {@code file}, which is read only if no run of this JVM's study knows it. */
    public static FileDigest digest(Path file) throws IOException {
        return OfThisJvm.DIGESTS.of(file);
    }

    /** What the runs of this JVM's study know. */
    public static KnownDigests ofThisJvm() {
        return OfThisJvm.DIGESTS;
    }

    /** Whether there are other runs that know of files what this one does. */
    public boolean areShared() {
        return list != null;
    }

    /** The file beside the list, if there is one, whose name is the list's and {@code ending}. */
    public Path beside(String ending) {
        return Path.of(String.valueOf(list).concat(ending));
    }

    /**
     * The stamp of {@code file} as text without its name; null if there is no such regular file, if the file system cannot tell it
     * from another, or if it had changed so short a time before the run began that a later change might not show.
     */
    public @Nullable String settled(Path file) {
        Optional<FileStamp> stamp = FileStamp.of(file);
        return stamp.isPresent() && stamp.get().key() != null && stamp.get().wasSettledAt(began)
                ? text(stamp.get())
                : null;
    }

    /** As {@link #PROPERTY} has it. */
    public static String property(Path list, Instant began) {
        return began.toEpochMilli() + ":" + list.toAbsolutePath();
    }

    /** The digests that {@code property} names: none for null. */
    public static KnownDigests of(@Nullable String property) {
        int colon = property == null ? -1 : property.indexOf(':');
        if (property == null || !property.substring(0, Math.max(colon, 0)).matches("[0-9]{1,18}")) {
            return new KnownDigests(null, Instant.MIN);
        }
        KnownDigests digests = new KnownDigests(
                Path.of(property.substring(colon + 1)),
                Instant.ofEpochMilli(Long.parseLong(property.substring(0, colon))));
        digests.read();
        return digests;
    }

    private void read() {
        if (list == null || !Files.exists(list)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
                add(line);
            }
        } catch (IOException unreadable) {
            known.clear(); // Then every file is read, as without a list.
        }
    }

    private void add(String line) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length == FIELDS && fields[0].matches("[0-9a-f]{64}") && fields[1].matches("[0-9]{1,18}")) {
            known.put(
                    line.substring(fields[0].length()),
                    new FileDigest(new Sha256(fields[0]), Long.parseLong(fields[1])));
        }
    }

    /** The digest of {@code file}, from the list or by reading the file. */
    public FileDigest of(Path file) throws IOException {
        if (list == null) {
            return FileDigest.of(file);
        }
        Optional<FileStamp> stamp = FileStamp.of(file);
        if (stamp.isEmpty() || stamp.get().key() == null || !stamp.get().wasSettledAt(began)) {
            return FileDigest.of(file);
        }
        String line = line(stamp.get(), file);
        synchronized (known) {
            FileDigest before = known.get(line);
            if (before != null) {
                return before;
            }
        }
        FileDigest read = FileDigest.of(file);
        if (stamp.equals(FileStamp.of(file)) && read.size() == stamp.get().size() && line.indexOf('\n') < 0) {
            synchronized (known) {
                known.put(line, read);
            }
            append(list, read.sha256().hex() + line + "\n");
        }
        return read;
    }

    /** The line of a file, without its digest. */
    private static String line(FileStamp stamp, Path file) {
        return " " + text(stamp) + " " + file.toAbsolutePath();
    }

    private static String text(FileStamp stamp) {
        return stamp.size() + " " + stamp.modified() + " " + stamp.changed() + " "
                + String.valueOf(stamp.key()).replace(' ', '_');
    }

    /** In one write, so that lines of several processes do not mix. */
    private static void append(Path list, String line) {
        try (FileChannel channel = FileChannel.open(
                list, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            int unused = channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException full) {
            // The next run reads the file again: what it states is the same.
        }
    }
}
