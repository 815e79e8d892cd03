package io.github.reprorun.base.file;

import static java.util.Objects.requireNonNull;

import io.github.reprorun.failure.UnreadableException;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of all files below a folder, sorted by their UTF-8 bytes; names only, so that a folder of a million files is
 * no burden. Safe for use by several threads once made.
 */
final class FolderListing {
    /** The time to open a file, as the number of bytes that are digested in it. */
    private static final long OPENING = 4 << 10;

    private final Path root;
    private final List<byte[]> names = new ArrayList<>();
    private long bytes;
    /** The path as the file system gave it, if this JVM's charset for file names cannot encode the name. */
    private final Map<String, Path> unwritable = new HashMap<>();

    private final Set<Path> excluded;
    private final Set<Object> excludedKeys = new HashSet<>();
    /** Whether {@link File} shows the same files as {@link Path} does, at a fraction of the code. */
    private final boolean plainFiles;

    private final String rootPrefix;

    private FolderListing(Path root, Set<Path> excluded) {
        this.root = root;
        this.excluded = excluded;
        this.plainFiles = FileName.isPlain(root) && !holdsAny(root, excluded);
        this.rootPrefix = plainFiles ? root + "/" : "";
    }

    private static boolean holdsAny(Path root, Set<Path> excluded) {
        Path absolute = root.toAbsolutePath().normalize();
        for (Path path : excluded) {
            if (path.startsWith(absolute)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param excluded absolute paths to skip, with everything below them
     * @throws UnreadableException if something is refused or cannot be read
     */
    static FolderListing of(Path root, Set<Path> excluded) {
        FolderListing listing = new FolderListing(root, excluded);
        BasicFileAttributes attributes = attributes(root);
        if (!attributes.isDirectory()) {
            throw new UnreadableException(root.toString(), "a folder is needed here, but this is not one");
        }
        for (Path path : excluded) {
            if (Files.isDirectory(path)) {
                listing.excludedKeys.add(key(path, attributes(path)));
            }
        }
        Deque<Object> ancestors = new ArrayDeque<>();
        listing.enter(root, "", attributes, ancestors);
        listing.names.sort(Arrays::compareUnsigned);
        return listing;
    }

    int size() {
        return names.size();
    }

    /**
     * How much there is to read, in bytes: the sizes of the files when they were listed, and an amount for opening
     * each.
     */
    long volume() {
        return bytes + OPENING * names.size();
    }

    byte[] name(int index) {
        return names.get(index);
    }

    /** The path of a file, for messages and for files that {@link #open} cannot open. */
    Path path(int index) {
        String name = new String(names.get(index), StandardCharsets.UTF_8);
        Path kept = unwritable.get(name);
        return kept == null ? root.resolve(name) : kept;
    }

    /**
     * The content of a file, by the shortest code path: a JVM that has just started compiles the code that a hundred
     * thousand files run through, and that costs more than reading them.
     *
     * @throws IOException if it cannot be read
     */
    InputStream open(int index) throws IOException {
        if (plainFiles) {
            try {
                return new FileInputStream(rootPrefix + new String(names.get(index), StandardCharsets.UTF_8));
            } catch (FileNotFoundException e) {
                return Files.newInputStream(path(index)); // which says more about why
            }
        }
        return Files.newInputStream(path(index));
    }

    private void enter(Path folder, String prefix, BasicFileAttributes attributes, Deque<Object> ancestors) {
        Object key = key(folder, attributes);
        if (!ancestors.isEmpty() && excludedKeys.contains(key)) {
            return; // Under a different name, through a link.
        }
        if (ancestors.contains(key)) {
            throw new UnreadableException(folder.toString(), "a link here leads back to a folder that holds it");
        }
        ancestors.push(key);
        String[] plain = plainFiles ? plainNames(folder) : null;
        if (plain != null) {
            addPlain(folder, plain, prefix, ancestors);
        } else {
            addEach(folder, prefix, ancestors);
        }
        ancestors.pop();
    }

    /** The names in {@code folder} if all are ASCII in one line and need no further check; otherwise null. */
    private static String @Nullable [] plainNames(Path folder) {
        String[] names = folder.toFile().list();
        if (names != null) {
            for (String name : names) {
                if (!FileName.isAscii(name) || name.indexOf('\n') >= 0) {
                    return null;
                }
            }
        }
        return names;
    }

    private void addPlain(Path folder, String[] children, String prefix, Deque<Object> ancestors) {
        File parent = folder.toFile();
        for (String child : children) {
            File file = new File(parent, child);
            if (file.isFile()) {
                names.add((prefix + child).getBytes(StandardCharsets.UTF_8));
                bytes += file.length();
            } else {
                add(folder.resolve(child), prefix + child, ancestors);
            }
        }
    }

    private void addEach(Path folder, String prefix, Deque<Object> ancestors) {
        Set<String> normalized = new HashSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (!excluded.isEmpty()
                        && excluded.contains(child.toAbsolutePath().normalize())) {
                    continue;
                }
                String name = FileName.of(child);
                requireDistinct(normalized, name, child);
                add(child, prefix + name, ancestors);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private void add(Path child, String name, Deque<Object> ancestors) {
        BasicFileAttributes attributes = attributes(child);
        if (attributes.isDirectory()) {
            enter(child, name + "/", attributes, ancestors);
        } else if (attributes.isRegularFile()) {
            names.add(name.getBytes(StandardCharsets.UTF_8));
            bytes += attributes.size();
            if (!FileName.isWritable(child)) {
                unwritable.put(name, child);
            }
        } else {
            throw new UnreadableException(
                    child.toString(), "only files and folders can be digested, not a pipe, socket or device");
        }
    }

    /** Two names that a file system may fold into one would make the digest depend on where the folder lies. */
    private static void requireDistinct(Set<String> normalized, String name, Path child) {
        if (!normalized.add(FileName.isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFC))) {
            throw new UnreadableException(
                    child.toString(),
                    "another name in its folder differs from it in Unicode normalization (NFC, NFD) only; rename one");
        }
    }

    private static Object key(Path folder, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        if (key != null) {
            return key;
        }
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new UnreadableException(
                    path.toString(),
                    Files.isSymbolicLink(path) ? "this link leads nowhere" : "there is no such file or folder",
                    e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static UnreadableException unreadable(Path path, IOException cause) {
        return cause instanceof FileSystemLoopException || Files.isSymbolicLink(path)
                ? new UnreadableException(path.toString(), "this link cannot be followed (" + cause + ")", cause)
                : new UnreadableException(path.toString(), "cannot be read (" + cause + ")", cause);
    }
}
