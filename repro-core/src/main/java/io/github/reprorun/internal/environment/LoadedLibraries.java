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
import java.util.Comparator;
import java.util.HashSet;
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
    private static final String SIZE = "size";
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
     * Those loaded by now, in the order of their names, then of digests, without those that {@code known} has; or one that says
     * why they are not known. If several libraries have one name but different contents, all but the first get a number after the
     * name.
     */
    public List<Resource> resources(List<Resource> known) {
        int unused = ahead.result();
        List<Resource> resources = new ArrayList<>();
        try {
            SortedSet<Path> libraries = loaded();
            for (Path library : libraries) {
                if (!isDigested(library, libraries, known)) {
                    resources.add(digested.computeIfAbsent(library, LoadedLibraries::resource));
                }
            }
        } catch (IOException e) {
            return List.of(unavailable("loaded libraries", "the system does not list them (" + e + ")"));
        }
        return told(resources, known);
    }

    /**
     * Whether {@code known} has {@code library}, as its size and its name tell, which no other has: natives of numerics are so
     * large that they are read once.
     */
    static boolean isDigested(Path library, SortedSet<Path> loaded, List<Resource> known) {
        String name = fileName(library);
        for (Path other : loaded) {
            if (!other.equals(library) && fileName(other).equals(name)) {
                return false;
            }
        }
        String size = Long.toString(library.toFile().length()); // 0 if it is gone, which no library has
        int alike = 0;
        boolean isOfItsSize = false;
        for (Resource each : known) {
            if (each.name().equals(name) || each.name().startsWith(name + "#")) {
                alike++;
                isOfItsSize = size.equals(each.annotations().get(SIZE));
            }
        }
        return alike == 1 && isOfItsSize;
    }

    /** Each of {@code loaded} that {@code known} does not have, by a name of its own. */
    static List<Resource> told(List<Resource> loaded, List<Resource> known) {
        List<Resource> sorted = new ArrayList<>(loaded);
        sorted.sort(Comparator.comparing(Resource::name)
                .thenComparing(library -> library.digest().getOrDefault("sha256", "")));
        Set<String> names = new HashSet<>();
        for (Resource each : known) {
            names.add(each.name());
        }
        List<Resource> told = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Resource library = sorted.get(i);
            boolean isRepeated = i > 0 && isSame(sorted.get(i - 1), library);
            if (!isRepeated && !isAmong(known, library)) {
                String name = library.name();
                for (int number = 2; !names.add(name); number++) {
                    name = library.name() + "#" + number;
                }
                told.add(new Resource(name, "", library.digest(), library.annotations()));
            }
        }
        return told;
    }

    /** Without the methods of the record, which a JVM would make anew at each start, in tens of milliseconds. */
    private static boolean isSame(Resource one, Resource other) {
        return one.name().equals(other.name()) && one.digest().equals(other.digest());
    }

    private static boolean isAmong(List<Resource> known, Resource library) {
        for (Resource each : known) {
            boolean isNamedSo =
                    each.name().equals(library.name()) || each.name().startsWith(library.name() + "#");
            if (isNamedSo && each.digest().equals(library.digest())) {
                return true;
            }
        }
        return false;
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
            annotations.put(SIZE, Long.toString(file.size()));
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
