package io.github.reprorun.internal.code;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds everything that a class path leads to. Confined to one call. */
final class ClassPathExpansion {
    private final Map<Path, Optional<JarLabel>> found = new LinkedHashMap<>();
    private final Deque<Path> next = new ArrayDeque<>();
    private final Function<Path, Optional<JarLabel>> read;

    /** @param read reads the label of a jar; empty if the file is not a jar */
    ClassPathExpansion(Function<Path, Optional<JarLabel>> read) {
        this.read = read;
    }

    /** Every path once, absolute, in search order; each jar with its label. */
    Map<Path, Optional<JarLabel>> expand(List<String> entries) {
        next.addAll(withoutWildcards(entries));
        while (!next.isEmpty()) {
            Path path = next.pop();
            if (!found.containsKey(path)) {
                Optional<JarLabel> label = kind(path) == ClassPathEntry.Kind.FILE ? read.apply(path) : Optional.empty();
                found.put(path, label);
                if (label.isPresent()) {
                    pushBefore(named(path, label.get().classPath()));
                }
            }
        }
        return Collections.unmodifiableMap(found);
    }

    /** The entries as absolute paths, with the jars of a folder in the place of {@code dir/*}. */
    static List<Path> withoutWildcards(List<String> entries) {
        List<Path> paths = new ArrayList<>();
        for (String entry : entries) {
            paths.addAll(isWildcard(entry) ? jarsIn(entry) : List.of(absolute(Path.of(entry))));
        }
        return paths;
    }

    /** The kind of the entry at {@code path}; an archive counts as a file. */
    static ClassPathEntry.Kind kind(Path path) {
        if (Files.isDirectory(path)) {
            return ClassPathEntry.Kind.FOLDER;
        }
        return Files.isRegularFile(path) ? ClassPathEntry.Kind.FILE : ClassPathEntry.Kind.MISSING;
    }

    private void pushBefore(List<Path> paths) {
        for (int i = paths.size() - 1; i >= 0; i--) {
            next.push(paths.get(i));
        }
    }

    private static boolean isWildcard(String entry) {
        return entry.equals("*") || entry.endsWith("/*") || entry.endsWith("\\*");
    }

    /** As the {@code java} launcher does: names that end in {@code .jar} or {@code .JAR}. */
    private static List<Path> jarsIn(String wildcard) {
        Path folder = absolute(Path.of(wildcard.substring(0, wildcard.length() - 1)));
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            for (Path jar : children) {
                jars.add(jar);
            }
        } catch (IOException e) {
            return List.of(folder.resolve("*")); // it will be reported as missing
        }
        Collections.sort(jars);
        return jars;
    }

    /** Relative URLs are relative to the jar; of the others a JVM uses file URLs only. */
    private static List<Path> named(Path jar, List<String> urls) {
        List<Path> paths = new ArrayList<>();
        for (String url : urls) {
            boolean relativeFile = url.regionMatches(true, 0, "file:", 0, 5) && !url.startsWith("/", 5);
            try {
                URI uri = jar.toUri().resolve(new URI(relativeFile ? url.substring(5) : url));
                if ("file".equalsIgnoreCase(uri.getScheme())) {
                    paths.add(absolute(Path.of(new URI("file", null, uri.getPath(), null))));
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                paths.add(absolute(jar.resolveSibling(url))); // not a URL, but a JVM still takes it for a name
            }
        }
        return paths;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
