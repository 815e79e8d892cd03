package io.github.reprorun.internal.environment;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.RunDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The native libraries in this process, as {@code /proc/self/maps} (proc(5)) lists the files that are mapped: the JVM itself,
 * what the program loaded, and what was loaded before all others. The JDK's other libraries do not count, because the
 * version of the JDK is recorded. Safe for use by several threads.
 */
public final class LoadedLibraries {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String DELETED = " (deleted)";
    private static final int FIELDS = 6;

    private final Map<Path, Resource> digested = new ConcurrentHashMap<>();
    private final BackgroundResult<Integer> ahead;

    private LoadedLibraries(Runnable first) {
        this.ahead = BackgroundResult.begin("reprorun-libraries", () -> {
            first.run();
            return digest();
        });
    }

    /** Begins to digest those that are loaded when {@code first} has returned, in parallel with the caller. */
    public static LoadedLibraries digestAfter(Runnable first) {
        return new LoadedLibraries(first);
    }

    /** How many are digested; a list that cannot be read is reported by who needs it. */
    private int digest() {
        try {
            loaded().forEach(library -> digested.computeIfAbsent(library, LoadedLibraries::resource));
        } catch (IOException reportedLater) {
            return 0;
        }
        return digested.size();
    }

    /**
     * Those loaded by now, in the order of their names, without those that have a name of {@code known}; or one that says why
     * they are not known.
     */
    public List<Resource> resources(Set<String> known) {
        int unused = ahead.result();
        SortedSet<Path> libraries;
        try {
            libraries = loaded();
        } catch (IOException e) {
            return List.of(unavailable("loaded libraries", "the system does not list them (" + e + ")"));
        }
        SortedMap<String, Resource> resources = new TreeMap<>();
        for (Path library : libraries) {
            String name = fileName(library);
            if (!known.contains(name)) {
                resources.putIfAbsent(name, digested.computeIfAbsent(library, LoadedLibraries::resource));
            }
        }
        return new ArrayList<>(resources.values());
    }

    private static SortedSet<Path> loaded() throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        SortedSet<Path> libraries = new TreeSet<>();
        for (Path library : mapped()) {
            String name = fileName(library);
            if (isLibrary(name) && (!library.startsWith(jdk) || isJvm(name))) {
                libraries.add(library);
            }
        }
        return libraries;
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".so") || name.contains(".so.");
    }

    private static boolean isJvm(String name) {
        return name.equals("libjvm.so");
    }

    private static SortedSet<Path> mapped() throws IOException {
        SortedSet<Path> files = new TreeSet<>();
        for (String line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(" +", FIELDS);
            if (fields.length == FIELDS && fields[FIELDS - 1].startsWith("/")) {
                files.add(Path.of(decoded(fields[FIELDS - 1])));
            }
        }
        return files;
    }

    private static Resource unavailable(String name, String reason) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_NATIVE);
        annotations.put("unavailable", reason);
        return new Resource(name, "", Collections.emptySortedMap(), annotations);
    }

    private static String decoded(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Resource resource(Path library) {
        SortedMap<String, String> digest = new TreeMap<>();
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_NATIVE);
        try {
            FileDigest file = KnownDigests.digest(library);
            digest.put("sha256", file.sha256().hex());
            annotations.put("size", Long.toString(file.size()));
        } catch (IOException e) {
            return unavailable(
                    fileName(library), "cannot be read (" + e.getClass().getName() + ")");
        }
        return new Resource(fileName(library), "", digest, annotations);
    }

    private static String fileName(Path library) {
        String name = library.getFileName().toString();
        return name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name;
    }
}
