package io.github.reprorun.internal.follow;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FileStamp;
import io.github.reprorun.failure.InputChangedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.agent.hook.FileObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a wrapped program reads and writes. Each file that it reads is digested once, before the program can
 * read it; of the files that it writes only the names are kept, since only the end decides which of them exist. Safe
 * for use by several threads. The only locks are one for each file being digested, because files are also opened while
 * classes are loaded.
 */
final class ProgramFiles implements FileObserver {
    /** Threads of this library: their reads are not the program's. */
    private static final String OWN_THREADS = "reprorun-";

    private final IgnoredFiles surroundings;
    private final TimedFiles timedFiles;
    private final Contacts contacts;
    private final Clock clock;
    private final Map<Path, ObservedFile> read = new ConcurrentHashMap<>();
    private final Map<Path, Optional<FileStamp>> written = new ConcurrentHashMap<>();
    private final Set<Path> movedFolders = ConcurrentHashMap.newKeySet();
    private final Set<Path> gone = ConcurrentHashMap.newKeySet();
    private final Set<Path> temporary = ConcurrentHashMap.newKeySet();
    /** Names whose file needs no second look. */
    private final Set<String> knownToBeRead = ConcurrentHashMap.newKeySet();

    private final Set<String> knownToBeWritten = ConcurrentHashMap.newKeySet();
    private final Map<Path, String> unrecorded = new ConcurrentHashMap<>();
    private final Map<Path, String> timed = new ConcurrentHashMap<>();
    private final Set<Path> declared = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Integer exitStatus;

    ProgramFiles(IgnoredFiles surroundings, TimedFiles timedFiles, Contacts contacts, Clock clock) {
        this.surroundings = surroundings;
        this.timedFiles = timedFiles;
        this.contacts = contacts;
        this.clock = clock;
    }

    /** From now on what lies at or below {@code path} is somebody else's to record. */
    void declare(Path path) {
        declared.add(path.toAbsolutePath().normalize());
    }

    @Override
    public void reading(String name) {
        if (knownToBeRead.contains(name)) {
            return;
        }
        Path file = programs(name);
        if (file == null) {
            return;
        }
        if (surroundings.areOfMachine(file) && !isWritten(file)) {
            contacts.readsOfMachine(file);
        } else if (isWritten(file) || isIn(declared, file) || surroundings.areRead(file) || isRecordedAsRead(file)) {
            knownToBeRead.add(name);
        }
    }

    @Override
    public void writing(String name, boolean keeping) {
        if (knownToBeWritten.contains(name)) {
            return;
        }
        Path file = programs(name);
        if (file == null) {
            return;
        }
        if (!surroundings.areWritten(file) && !written.containsKey(file)) {
            if (keeping) {
                recordUnlessWritten(file);
            }
            awaitDigest(file);
            written.putIfAbsent(file, FileStamp.of(file));
            timedFiles.writerOf(file).ifPresent(writer -> timed.put(file, writer));
        }
        knownToBeWritten.add(name);
    }

    @Override
    public void creating(String name) {
        Path file = knownToBeWritten.contains(name) ? null : programs(name);
        if (file != null && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            writing(name, false);
        }
    }

    @Override
    public void renaming(String from, String to) {
        Path before = programs(from);
        Path after = programs(to);
        if (before == null || after == null || surroundings.areWritten(after)) {
            return;
        }
        if (Files.isDirectory(before)) {
            renamingFolder(before, after);
        } else {
            recordUnlessWritten(before);
            awaitDigest(after);
            written.putIfAbsent(after, FileStamp.of(after));
        }
        gone.add(before);
    }

    private void renamingFolder(Path before, Path after) {
        try {
            files(before).forEach(this::recordUnlessWritten);
            if (files(after).isEmpty()) {
                movedFolders.add(after);
            }
        } catch (UnreadableException e) {
            unrecorded.put(before, "was renamed, but cannot be listed: " + e.getMessage());
        }
    }

    @Override
    public void deleting(String name, boolean atExit) {
        Path file = programs(name);
        if (file != null) {
            awaitDigest(file);
            (atExit ? temporary : gone).add(file);
        }
    }

    @Override
    public void untraceable(String name) {
        unrecorded.put(Path.of(name), "lies in a folder that the program had open, and this system does not say where");
    }

    @Override
    public void asking(String name) {
        contacts.asks(name);
    }

    @Override
    public void starting(List<String> command) {
        contacts.starts(command);
    }

    @Override
    public void connecting(String peer) {
        contacts.connects(peer);
    }

    @Override
    public void listening(String socket) {
        contacts.listens(socket);
    }

    @Override
    public void exiting(int status) {
        exitStatus = status;
    }

    /** The status that the program asked the JVM to end with, if it did. */
    OptionalInt exitStatus() {
        Integer status = exitStatus;
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The file of that name, absolute, unless this library opens it itself. */
    private @Nullable Path programs(String name) {
        if (Thread.currentThread().getName().startsWith(OWN_THREADS)) {
            return null;
        }
        try {
            return Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException refusedByTheJdkToo) {
            return null;
        }
    }

    private boolean isWritten(Path file) {
        return written.containsKey(file) || isIn(movedFolders, file);
    }

    private void recordUnlessWritten(Path file) {
        if (!isWritten(file) && !isIn(declared, file) && !surroundings.areRead(file)) {
            boolean unused = isRecordedAsRead(file);
        }
    }

    private boolean isRecordedAsRead(Path file) {
        ObservedFile fresh = new ObservedFile(file);
        ObservedFile known = read.putIfAbsent(file, fresh);
        boolean recorded = (known == null ? fresh : known).digest(clock).isPresent();
        if (!recorded) {
            read.remove(file);
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                unrecorded.put(file, "is not a regular file, so the run does not record what the program read from it");
            }
        }
        return recorded;
    }

    /** Another thread may be digesting the file that is about to change. */
    private void awaitDigest(Path file) {
        ObservedFile known = read.get(file);
        if (known != null) {
            known.digest(clock);
        }
    }

    private static boolean isIn(Set<Path> folders, Path file) {
        if (folders.isEmpty()) {
            return false;
        }
        for (Path each = file; each != null; each = each.getParent()) {
            if (folders.contains(each)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The files that the program read and had not written itself, each with its digest when the program first opened
     * it.
     */
    SortedMap<Path, FileDigest> inputs() {
        SortedMap<Path, FileDigest> inputs = new TreeMap<>();
        read.forEach((file, known) -> known.digest(clock).ifPresent(digest -> inputs.put(file, digest)));
        return inputs;
    }

    /** The files that the program read, or may have read, that could not be recorded, each with the reason. */
    SortedMap<Path, String> unrecorded() {
        return new TreeMap<>(unrecorded);
    }

    /** @throws InputChangedException if something other than the program changed a file that it read */
    void requireInputsUnchanged() {
        List<InputChangedException> changes = new ArrayList<>();
        new TreeMap<>(read).forEach((file, known) -> {
            if (!isWritten(file) && !isIn(gone, file)) {
                known.change().ifPresent(change -> changes.add(new InputChangedException("input " + file, change)));
            }
        });
        if (!changes.isEmpty()) {
            InputChangedException first = changes.get(0);
            changes.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** The existing files that the program wrote or renamed to their present names. */
    SortedSet<Path> outputs() {
        SortedSet<Path> outputs = new TreeSet<>();
        written.forEach((file, before) -> {
            Optional<FileStamp> now = FileStamp.of(file);
            if (now.isPresent() && !now.equals(before)) {
                outputs.add(file);
            }
        });
        movedFolders.forEach(folder -> outputs.addAll(files(folder)));
        outputs.removeIf(this::isTemporary);
        return outputs;
    }

    /** The files into which a library writes the time, each with the class that does. */
    SortedMap<Path, String> timed() {
        return new TreeMap<>(timed);
    }

    /** Whether the program asked the JVM to delete this file when it ends. */
    boolean isTemporary(Path file) {
        return isIn(temporary, file);
    }

    /** The files at or below {@code root}, links to files followed. */
    static List<Path> files(Path root) {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(root.toString(), "cannot be listed (" + e + ")", e);
        }
    }
}
