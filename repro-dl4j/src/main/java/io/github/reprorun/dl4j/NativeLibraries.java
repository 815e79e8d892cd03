package io.github.reprorun.dl4j;

import io.github.reprorun.digest.FileDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.spi.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/** The native libraries in this process that can change a number. Safe for use by several threads. */
final class NativeLibraries {
    /** How Linux marks a file that is mapped but no longer in its directory; what lies there now is another. */
    private static final String DELETED = " (deleted)";

    private static final Path MAPS = Path.of("/proc/self/maps");

    /** By file name: JavaCPP's and ND4J's own, BLAS and CUDA, and the C, C++, Fortran and OpenMP libraries they call. */
    private static final Pattern NUMERIC = Pattern.compile(
            "(lib)?(jni)?((nd4j|openblas|mkl|dnnl|blas|lapack|cu(da|dnn|blas|solver|sparse|rand)|nvrtc|gomp|iomp|omp|"
                    + "vcomp|quadmath|gfortran|javacpp)[-_.@0-9a-z]*|(stdc\\+\\+|gcc_s|m|c)[-_.0-9]*)"
                    + "\\.(so|dylib|dll)[.0-9]*",
            Pattern.CASE_INSENSITIVE);

    private final Map<Path, Resource> digested = new ConcurrentHashMap<>();
    private final Thread ahead = new Thread(() -> loaded().forEach(this::digested), "reprorun-natives");

    /** Begins to digest the libraries that are loaded by now, beside whatever the caller does meanwhile. */
    NativeLibraries() {
        ahead.setDaemon(true);
        ahead.start();
    }

    /**
     * Each library loaded by now, in the order of file names, then of digests; of libraries with one name but another
     * content all but the first have a number behind the name.
     */
    List<Resource> resources() {
        try {
            ahead.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return resources(loaded());
    }

    List<Resource> resources(Set<Path> libraries) {
        SortedMap<String, Resource> resources = new TreeMap<>();
        libraries.stream()
                .map(this::digested)
                .distinct()
                .sorted(Comparator.comparing(Resource::name)
                        .thenComparing(library -> library.digest().getOrDefault("sha256", "")))
                .forEach(library -> {
                    String name = library.name();
                    for (int i = 2; resources.containsKey(name); i++) {
                        name = library.name() + "#" + i;
                    }
                    resources.put(name, new Resource(name, "", library.digest(), library.annotations()));
                });
        return new ArrayList<>(resources.values());
    }

    private Resource digested(Path library) {
        return digested.computeIfAbsent(library, NativeLibraries::digest);
    }

    private static Resource digest(Path library) {
        SortedMap<String, String> digest = new TreeMap<>();
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_NATIVE);
        if (library.toString().endsWith(DELETED)) {
            annotations.put("unavailable", "the file was replaced or deleted after it was loaded");
            return new Resource(fileName(library), "", digest, annotations);
        }
        try {
            FileDigest file = FileDigest.of(library);
            digest.put("sha256", file.sha256().hex());
            annotations.put("size", Long.toString(file.size()));
        } catch (IOException e) {
            annotations.put("unavailable", "cannot be read (" + e.getClass().getName() + ")");
        }
        return new Resource(fileName(library), "", digest, annotations);
    }

    /** Files that are mapped, or on systems that do not say so, those that JavaCPP loaded. */
    static SortedSet<Path> loaded() {
        SortedSet<Path> libraries = new TreeSet<>();
        for (String path :
                Files.isReadable(MAPS) ? mapped() : Loader.getLoadedLibraries().values()) {
            Path library = Path.of(path);
            if (isNumeric(fileName(library))) {
                libraries.add(library);
            }
        }
        return libraries;
    }

    private static String fileName(Path library) {
        String name = library.getFileName().toString();
        return name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name;
    }

    static boolean isNumeric(String fileName) {
        return NUMERIC.matcher(fileName.toLowerCase(Locale.ROOT)).matches();
    }

    private static List<String> mapped() {
        try {
            return parseMaps(Files.readAllLines(MAPS, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return List.copyOf(Loader.getLoadedLibraries().values());
        }
    }

    /**
     * The paths of the lines of {@code /proc/self/maps} (proc(5)) that belong to a file. Whether they are executable is not
     * asked: an emulator of processors maps code as data.
     */
    static List<String> parseMaps(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" +", 6))
                .filter(fields -> fields.length == 6 && fields[5].startsWith("/"))
                .map(fields -> fields[5])
                .distinct()
                .toList();
    }
}
