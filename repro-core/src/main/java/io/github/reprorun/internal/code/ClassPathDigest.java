package io.github.reprorun.internal.code;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.concurrent.TwoThreads;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.environment.UniqueNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The digests of the code on a class path. Stateless, hence safe for use by several threads.
 *
 * <p>Entries come in the order in which a JVM searches them: {@code dir/*} stands for the jars in a folder (here in the
 * order of their names; a JVM uses the order of the file system), and the entries that the manifest of a jar names in
 * {@code Class-Path} follow that jar (JAR File Specification, "Class-Path attribute").
 */
public final class ClassPathDigest {
    /** In bytes, after which the JVM has compiled SHA-256: until then a second thread only uses more processor time. */
    private static final long COLD = 16L << 20;

    private ClassPathDigest() {}

    /**
     * Digests the contents of {@code entries}. Reads every file once, streaming; the result includes entries that are
     * missing or unreadable, and says so.
     *
     * @param entries as between the separators of {@code java.class.path}
     * @param excluded absolute paths, such as the runs directory, that are not code although they lie below an entry
     */
    public static List<ClassPathEntry> of(List<String> entries, Set<Path> excluded) {
        KnownDigests shared = KnownDigests.ofThisJvm();
        return shared.areShared()
                ? of(new KnownClassPath(shared, entries, excluded), entries, excluded)
                : read(entries, excluded);
    }

    static List<ClassPathEntry> of(KnownClassPath known, List<String> entries, Set<Path> excluded) {
        Optional<List<ClassPathEntry>> before = known.find();
        if (before.isPresent()) {
            return before.get();
        }
        List<ClassPathEntry> read = read(entries, excluded);
        known.add(read);
        return read;
    }

    private static List<ClassPathEntry> read(List<String> entries, Set<Path> excluded) {
        Map<Path, Optional<JarLabel>> expanded = new ClassPathExpansion(JarLabel::of).expand(entries);
        Map<Path, String> names = UniqueNames.of(expanded.keySet());
        List<Path> paths = List.copyOf(expanded.keySet());
        ClassPathEntry[] digested = new ClassPathEntry[paths.size()];
        long[][] files = new long[paths.size()][];
        IntConsumer digest = i -> {
            Path path = paths.get(i);
            String name = names.getOrDefault(path, path.toString());
            Optional<JarLabel> label = expanded.getOrDefault(path, Optional.empty());
            CodeContents contents = label.isPresent() ? CodeContents.ofJar(path) : CodeContents.ofFolder();
            digested[i] = digest(name, path, label, excluded, contents);
            files[i] = (label.isPresent() ? label.get().names() : contents.names()).numbers();
        };
        int first = 0;
        for (long size = 0; size < COLD && first < digested.length; first++) {
            digest.accept(first);
            size += digested[first].size();
        }
        if (first < digested.length) {
            AtomicInteger next = new AtomicInteger(first);
            TwoThreads.run("reprorun-class-path", () -> {
                for (int i = next.getAndIncrement(); i < digested.length; i = next.getAndIncrement()) {
                    digest.accept(i);
                }
            });
        }
        List<List<Integer>> precedes = precedes(files);
        for (int i = 0; i < digested.length; i++) {
            digested[i] = digested[i].preceding(precedes.get(i));
        }
        return List.of(digested);
    }

    /**
     * For each entry, the positions, from 1, of those that hold another file of a name first found in it; for files of which all
     * are taken, of the next that holds one.
     */
    private static List<List<Integer>> precedes(long[][] files) {
        List<List<Integer>> precedes = new ArrayList<>();
        Map<Long, Integer> holders = new HashMap<>();
        for (int i = 0; i < files.length; i++) {
            precedes.add(new ArrayList<>());
            for (long file : files[i]) {
                Integer before = FileNames.areAllTaken(file) ? holders.put(file, i) : holders.putIfAbsent(file, i);
                if (before != null && before != i && !precedes.get(before).contains(i + 1)) {
                    precedes.get(before).add(i + 1);
                }
            }
        }
        return precedes;
    }

    private static ClassPathEntry digest(
            String name, Path path, Optional<JarLabel> label, Set<Path> excluded, CodeContents contents) {
        ClassPathEntry.Kind kind = label.isPresent() ? ClassPathEntry.Kind.JAR : ClassPathExpansion.kind(path);
        Optional<String> packageUrl = label.isPresent() ? packageUrl(path, label.get()) : Optional.empty();
        try {
            return switch (kind) {
                case FOLDER -> {
                    FolderDigest folder = FolderDigest.without(excluded, path, contents);
                    contents.close();
                    yield new ClassPathEntry(
                            name,
                            path,
                            kind,
                            packageUrl,
                            Evidence.observed(folder.dirHash()),
                            folder.size(),
                            contents.stated());
                }
                case JAR, FILE -> {
                    FileDigest file = KnownDigests.digest(path);
                    yield new ClassPathEntry(
                            name,
                            path,
                            kind,
                            packageUrl,
                            Evidence.observed(file.sha256()),
                            file.size(),
                            contents.stated());
                }
                case MISSING -> undigested(name, path, kind, CodeComparison.MISSING);
            };
        } catch (UnreadableException e) {
            return undigested(name, path, kind, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return undigested(name, path, kind, "it cannot be read (" + e + ")");
        }
    }

    private static Optional<String> packageUrl(Path path, JarLabel label) {
        Optional<MavenCoordinates> coordinates = MavenCoordinates.of(path, label.coordinates());
        return coordinates.isPresent() ? Optional.of(coordinates.get().packageUrl()) : Optional.empty();
    }

    private static ClassPathEntry undigested(String name, Path path, ClassPathEntry.Kind kind, String reason) {
        Evidence<Sha256> digest = Evidence.unavailable(reason);
        return new ClassPathEntry(
                name,
                path,
                kind,
                Optional.empty(),
                digest,
                0,
                CodeContents.none().stated());
    }
}
