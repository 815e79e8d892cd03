package io.github.reprorun.internal.code;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.file.FolderStamps;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What runs of one study know of a class path: the first of them to read it writes it down beside their list of digests, and
 * the others believe that as long as the file system calls each of its files the same (size, both times and inode), names no
 * other in its folders, and has none where there was none. Confined to one call.
 *
 * <p>The file has the stamps, then the entries: a line for each, whose fields are separated by tabs, and its listing. One that
 * is not of that form counts for nothing.
 */
final class KnownClassPath {
    private static final String FORMAT = "reprorun class path 1";
    private static final String NOTHING = "-";
    private static final int FIELDS = 9;

    private final KnownDigests known;
    private final Path file;
    private final Set<Path> excluded;
    private final List<Path> folders = new ArrayList<>();
    private final Optional<String> before;

    /** @param entries and {@code excluded} as for {@link ClassPathDigest#of} */
    KnownClassPath(KnownDigests known, List<String> entries, Set<Path> excluded) {
        this.known = known;
        this.excluded = excluded;
        StringBuilder key = new StringBuilder();
        for (Path path : ClassPathExpansion.withoutWildcards(entries)) {
            key.append(path).append('\n');
            if (Files.isDirectory(path)) {
                folders.add(path);
            }
        }
        for (Path path : new TreeSet<>(excluded)) {
            key.append("without ").append(path).append('\n');
        }
        this.file = known.beside("." + Sha256.ofUtf8(key.toString()).hex().substring(0, 16));
        this.before = stamps(folders);
    }

    /** The entries, or empty if they have to be read. */
    Optional<List<ClassPathEntry>> find() {
        if (before.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Reader reader = new Reader(Files.readString(file, StandardCharsets.UTF_8));
            String stamps = reader.text();
            List<ClassPathEntry> entries = new ArrayList<>();
            List<Path> paths = new ArrayList<>();
            for (int left = Integer.parseInt(reader.line()); left > 0; left--) {
                ClassPathEntry entry = reader.entry();
                entries.add(entry);
                paths.add(entry.path());
            }
            return stamps(paths).equals(Optional.of(stamps)) ? Optional.of(entries) : Optional.empty();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return Optional.empty(); // Then it is read again, and written down again.
        }
    }

    /** Writes down {@code read}, unless something has changed so lately that a further change would not show. */
    void add(List<ClassPathEntry> read) {
        List<Path> paths = new ArrayList<>();
        for (ClassPathEntry entry : read) {
            paths.add(entry.path());
            if (entry.kind() == ClassPathEntry.Kind.FOLDER && !folders.contains(entry.path())) {
                return; // Named by a jar: its files could have changed meanwhile.
            }
        }
        Optional<String> stamps = stamps(paths);
        if (before.isEmpty() || stamps.isEmpty() || !stamps(folders).equals(before)) {
            return;
        }
        if (!areStillThere(read) || !stamps(paths).equals(stamps)) {
            return; // A link was switched while the entries were read, so that the stamps are those of other files.
        }
        StringBuilder text = new StringBuilder();
        text.append(FORMAT).append('\n');
        text.append(stamps.get().length()).append('\n').append(stamps.get());
        text.append(read.size()).append('\n');
        for (ClassPathEntry entry : read) {
            if (!append(text, entry)) {
                return;
            }
        }
        try {
            Path beside = Files.createTempFile(
                    file.resolveSibling(""), file.getFileName().toString(), ".new");
            try {
                Files.writeString(beside, text, StandardCharsets.UTF_8);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException full) {
            // The next run reads the class path again: what it states is the same.
        }
    }

    /** Whether each file has the digest that was read of it. */
    private boolean areStillThere(List<ClassPathEntry> read) {
        try {
            for (ClassPathEntry entry : read) {
                if (Files.isRegularFile(entry.path())
                        && !known.of(entry.path()).sha256().hex().equals(sha256(entry.digest()))) {
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** A line for each, or empty if something has changed too lately. */
    private Optional<String> stamps(List<Path> paths) {
        StringBuilder stamps = new StringBuilder();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                Optional<String> files = FolderStamps.of(path, excluded, known);
                if (files.isEmpty()) {
                    return Optional.empty();
                }
                stamps.append("folder\n").append(files.get());
            } else if (Files.exists(path)) {
                String stamp = known.settled(path);
                if (stamp == null) {
                    return Optional.empty();
                }
                stamps.append(stamp).append('\n');
            } else {
                stamps.append("missing\n");
            }
        }
        return Optional.of(stamps.toString());
    }

    /** Returns false for an entry that would not be read as it was. */
    private static boolean append(StringBuilder text, ClassPathEntry entry) {
        String digest = sha256(entry.digest());
        String name = entry.name();
        String path = entry.path().toString();
        if (digest == null && entry.kind() != ClassPathEntry.Kind.MISSING) {
            return false; // It could not be read, and the next run may.
        }
        for (String each : List.of(name, path, entry.packageUrl().orElse(""))) {
            if (each.indexOf('\t') >= 0 || each.indexOf('\n') >= 0) {
                return false;
            }
        }
        ClassPathEntry.Contents contents = entry.contents();
        String listing = contents.listing().isPresent() ? contents.listing().get() : null;
        StringBuilder precedes = new StringBuilder();
        for (int position : contents.precedes()) {
            precedes.append(precedes.length() == 0 ? "" : ",").append(position);
        }
        text.append(entry.kind()).append('\t');
        text.append(entry.size()).append('\t');
        text.append(digest == null ? NOTHING : digest).append('\t');
        text.append(entry.packageUrl().isPresent() ? entry.packageUrl().get() : NOTHING)
                .append('\t');
        text.append(contents.digest().isPresent() ? contents.digest().get().hex() : NOTHING)
                .append('\t');
        text.append(precedes).append('\t');
        text.append(listing == null ? -1 : listing.length()).append('\t');
        text.append(name).append('\t').append(path).append('\n');
        if (listing != null) {
            text.append(listing);
        }
        return true;
    }

    private static @Nullable String sha256(Evidence<Sha256> digest) {
        return digest instanceof Evidence.Observed<Sha256> observed
                ? observed.value().hex()
                : null;
    }

    /** Reads what {@link #add} wrote; fails by one of three exceptions at anything else. Confined to one call. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
            if (!line().equals(FORMAT)) {
                throw new IllegalArgumentException(text);
            }
        }

        String line() {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end);
            at = end + 1;
            return line;
        }

        /** That follows a line with its length. */
        String text() {
            return text(Integer.parseInt(line()));
        }

        private String text(int length) {
            at += length;
            return text.substring(at - length, at);
        }

        ClassPathEntry entry() {
            String[] fields = line().split("\t", FIELDS);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException(text);
            }
            ClassPathEntry.Kind kind = ClassPathEntry.Kind.valueOf(fields[0]);
            List<Integer> precedes = new ArrayList<>();
            if (!fields[5].isEmpty()) {
                for (String position : fields[5].split(",", -1)) {
                    precedes.add(Integer.parseInt(position));
                }
            }
            int listing = Integer.parseInt(fields[6]);
            return new ClassPathEntry(
                    fields[7],
                    Path.of(fields[8]),
                    kind,
                    given(fields[3]),
                    fields[2].equals(NOTHING)
                            ? Evidence.unavailable(CodeComparison.MISSING)
                            : Evidence.observed(new Sha256(fields[2])),
                    Long.parseLong(fields[1]),
                    new ClassPathEntry.Contents(
                            fields[4].equals(NOTHING) ? Optional.empty() : Optional.of(new Sha256(fields[4])),
                            listing < 0 ? Optional.empty() : Optional.of(text(listing)),
                            precedes));
        }

        private static Optional<String> given(String field) {
            return field.equals(NOTHING) ? Optional.empty() : Optional.of(field);
        }
    }
}
