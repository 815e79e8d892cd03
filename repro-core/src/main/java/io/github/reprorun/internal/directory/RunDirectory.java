package io.github.reprorun.internal.directory;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.SlashedPath;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one run; no other process or run can write it until it is closed. Safe for use by several threads.
 */
public final class RunDirectory implements AutoCloseable {
    /** The file of the run's log. */
    static final String LOG = "run.log";

    private static final String CHECKPOINTS = "checkpoints";

    private static final Set<String> NOT_SUBJECTS =
            Set.of(Manifest.FILE_NAME, Manifest.ENVELOPE_FILE_NAME, RunLock.FILE_NAME);

    private final Path path;
    private final Path outputs;
    private final RunLock lock;

    RunDirectory(Path path, RunLock lock) {
        this.path = path;
        this.outputs = path.resolve(Manifest.OUTPUTS);
        this.lock = lock;
    }

    public Path path() {
        return path;
    }

    public Path output(String name) {
        Path output = resolveOutput(name);
        try {
            Files.createDirectories(output.getParent());
        } catch (IOException e) {
            throw new UnwritableException(output.toString(), "its folder cannot be made (" + e + ")", e);
        }
        return output;
    }

    /** The file with the listing from which the digest of an input folder is computed. */
    public Path inputListing(String input) {
        return inputListing(path, input);
    }

    /** As {@link #inputListing(String)}, for a run that the caller does not have to write. */
    public static Path inputListing(Path runDirectory, String input) {
        return runDirectory.resolve("inputs").resolve(input + ".sha256");
    }

    /** The path of the run's log. */
    public Path log() {
        return path.resolve(LOG);
    }

    /** The path of the file with the values of metrics by step. */
    public Path metrics() {
        return path.resolve(MetricsFile.FILE_NAME);
    }

    /** The folder of the checkpoints; they have their own digests and are not subjects. */
    public Path checkpoints() {
        return path.resolve(CHECKPOINTS);
    }

    /**
     * Whether the run in {@code directory} has a checkpoint. Outputs that were set aside may lie there without one, and
     * so may a checkpoint that a killed process did not finish.
     */
    public static boolean hasCheckpoints(Path directory) throws IOException {
        Path checkpoints = directory.resolve(CHECKPOINTS);
        if (!Files.isDirectory(checkpoints, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> Files.isRegularFile(file) && !DurableFile.isTemporary(file));
        }
    }

    /** Removes the files that only a run that is still to continue needs. */
    public void removeMeansToResume() throws IOException {
        removeTree(checkpoints());
        lock.removeFile();
    }

    /** The folder of the outputs. */
    public Path outputs() {
        return outputs;
    }

    /** The folder of the outputs that the process before this one left, until a checkpoint is restored. */
    public Path keptOutputs() {
        return checkpoints().resolve(Manifest.OUTPUTS);
    }

    /** The file with the values of metrics that the process before this one left, until a checkpoint is restored. */
    public Path keptMetrics() {
        return keptMetricsFolder().resolve(MetricsFile.FILE_NAME);
    }

    /** A separate folder, because a file beside the checkpoints would be mistaken for one. */
    private Path keptMetricsFolder() {
        return checkpoints().resolve("metrics");
    }

    /**
     * Sets the outputs and the values of metrics aside for the restoration of a checkpoint. If an earlier resumption
     * set some aside, those are kept instead.
     */
    void putAside() throws IOException {
        if (!Files.exists(keptOutputs()) && Files.exists(outputs)) {
            Files.move(outputs, keptOutputs(), StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(checkpoints());
        }
        removeTree(outputs);
        if (!Files.exists(keptMetrics()) && Files.exists(metrics())) {
            Files.createDirectories(keptMetricsFolder());
            Files.move(metrics(), keptMetrics(), StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(keptMetricsFolder());
            DurableFile.force(checkpoints());
        }
        Files.deleteIfExists(metrics());
    }

    /** Moves the outputs in one step, so that half of them is never mistaken for all. */
    public void removeKept() throws IOException {
        if (Files.deleteIfExists(keptMetrics())) {
            DurableFile.force(keptMetricsFolder());
        }
        if (Files.exists(keptOutputs())) {
            Path removed = checkpoints().resolve("outputs.removed");
            removeTree(removed);
            Files.move(keptOutputs(), removed, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.force(checkpoints());
            removeTree(removed);
        }
    }

    /** Removes everything except the files named {@code kept} at the top. */
    void removeAllBut(Set<String> kept) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!kept.contains(file.getFileName().toString())) {
                    removeTree(file);
                }
            }
        }
    }

    /** Removes {@code top}, if it exists, with everything below it; follows no link. */
    public static void removeTree(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Found> all = tree(top);
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i).path());
        }
    }

    /** A file, folder, link or other entry, as it was found. */
    private record Found(Path path, BasicFileAttributes attributes) {}

    /** The entry at {@code top} and everything below it, each after the folder that holds it; follows no link. */
    private static List<Found> tree(Path top) throws IOException {
        List<Found> all = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                all.add(new Found(folder, attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.add(new Found(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    /** The number of bytes in each output, by its name below the outputs folder. */
    public SortedMap<String, Long> outputSizes() throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (Found file : tree(outputs)) {
            if (file.attributes().isRegularFile()) {
                sizes.put(
                        SlashedPath.of(outputs.relativize(file.path())),
                        file.attributes().size());
            }
        }
        return sizes;
    }

    /**
     * Replaces each output by a copy, so that a thread that still writes to one cannot change the file that the
     * manifest covers. For a run that is cut short.
     */
    public void detachOutputs() throws IOException {
        for (String name : outputSizes().keySet()) {
            Path file = outputs.resolve(name);
            Path copy = file.resolveSibling("." + file.getFileName() + ".copy");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The name in a manifest of the file or folder {@code path} below this directory. */
    public String subject(Path path) {
        return SlashedPath.of(this.path.relativize(path));
    }

    public Path resolveOutput(String name) {
        String subject = "output \"" + name + "\"";
        if (name.isEmpty() || !isPortable(name)) {
            throw new UsageException(
                    subject, "is not a valid name: it must not be empty, nor hold a backslash or a control character");
        }
        try {
            Path output = outputs.resolve(name).normalize();
            if (name.startsWith("/") || !output.startsWith(outputs) || output.equals(outputs)) {
                throw new UsageException(subject, "would lie outside the outputs folder of the run directory");
            }
            return output;
        } catch (InvalidPathException e) {
            throw new UsageException(subject, "is not a valid file name here (" + e.getReason() + ")", e);
        }
    }

    /** Whether a manifest can have a file of this name: no backslash, which elsewhere separates, and no control character. */
    public static boolean isPortable(String name) {
        return name.indexOf('\\') < 0 && name.chars().noneMatch(Character::isISOControl);
    }

    /** The files that cannot be subjects of a manifest, each with its reason. */
    public List<UnreadableException> impossibleSubjects() throws IOException {
        List<UnreadableException> flaws = new ArrayList<>();
        for (Map.Entry<String, Found> file : files().entrySet()) {
            UnreadableException flaw = flaw(file.getValue(), file.getKey());
            if (flaw != null) {
                flaws.add(flaw);
            }
        }
        return flaws;
    }

    /** Digests every file that can be a subject of a manifest, in the order of names, and makes each durable. */
    public SortedMap<String, Sha256> subjects() throws IOException {
        SortedMap<String, Sha256> subjects = new TreeMap<>();
        for (Map.Entry<String, Found> file : files().entrySet()) {
            if (flaw(file.getValue(), file.getKey()) == null) {
                Path path = file.getValue().path();
                subjects.put(file.getKey(), FileDigest.of(path).sha256());
                DurableFile.force(path);
            }
        }
        forceFolders();
        return subjects;
    }

    private void forceFolders() throws IOException {
        for (Found folder : tree(path)) {
            if (folder.attributes().isDirectory()) {
                DurableFile.force(folder.path());
            }
        }
    }

    /** The files that a manifest covers, by name. */
    private SortedMap<String, Found> files() throws IOException {
        SortedMap<String, Found> named = new TreeMap<>();
        for (Found file : tree(path)) {
            String name = subject(file.path());
            if (!file.attributes().isDirectory()
                    && !NOT_SUBJECTS.contains(name)
                    && !file.path().startsWith(checkpoints())) {
                named.put(name, file);
            }
        }
        return named;
    }

    private static @Nullable UnreadableException flaw(Found file, String name) {
        if (!file.attributes().isRegularFile()) {
            return new UnreadableException(
                    file.path().toString(), "only regular files can be outputs, not links or devices");
        }
        return name.indexOf('\uFFFD') >= 0 || !isPortable(name)
                ? new UnreadableException(
                        file.path().toString(),
                        "its name cannot be decoded, or holds a backslash or a control character; rename the output")
                : null;
    }

    /** Gives up the right to write it. */
    @Override
    public void close() {
        lock.close();
    }
}
