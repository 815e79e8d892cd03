package io.github.reprorun.dl4j.internal.machine;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.RunDefinition;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The native libraries in this process that can change a number. Safe for use by several threads. */
public final class NativeLibraries {
    /** Linux's mark for a mapped file that is no longer in its directory; a file there now is a different one. */
    private static final String DELETED = " (deleted)";

    private static final Path MAPS = Path.of("/proc/self/maps");

    /** By file name: JavaCPP's and ND4J's own, BLAS and CUDA, and the C, C++, Fortran and OpenMP libraries they call. */
    private static final Pattern NUMERIC = Pattern.compile(
            "(lib)?(jni)?((nd4j|openblas|mkl|dnnl|blas|lapack|cu(da|dnn|blas|solver|sparse|rand)|nvrtc|gomp|iomp|omp|"
                    + "vcomp|quadmath|gfortran|javacpp)[-_.@0-9a-z]*|(stdc\\+\\+|gcc_s|m|c)[-_.0-9]*)"
                    + "\\.(so|dylib|dll)[.0-9]*",
            Pattern.CASE_INSENSITIVE);

    private final Map<Path, Digested> digested = new ConcurrentHashMap<>();
    private final List<Thread> ahead = new CopyOnWriteArrayList<>();

    /**
     * Begins to digest the files that JavaCPP has unpacked for the class path by now, in parallel with their loading,
     * which takes about as long. If a file has changed when its digest is needed, it is digested again.
     */
    public NativeLibraries() {
        ahead("reprorun-unpacked", NativeLibraries::unpacked);
    }

    /** Begins to digest the libraries that are loaded by now, in parallel with the caller. */
    public void areLoaded() {
        ahead("reprorun-natives", NativeLibraries::loaded);
    }

    private void ahead(String name, Supplier<? extends Collection<Path>> libraries) {
        Thread thread = new Thread(() -> libraries.get().forEach(this::digested), name);
        thread.setDaemon(true);
        ahead.add(thread);
        thread.start();
    }

    /**
     * Each library loaded by now, in the order of file names, then of digests; if several libraries have one name but
     * different contents, all but the first get a number after the name.
     */
    public List<Resource> resources() {
        try {
            for (Thread thread : ahead) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return resources(loaded());
    }

    public List<Resource> resources(Set<Path> libraries) {
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
        Optional<Stamp> stamp = Stamp.of(library);
        return digested.compute(
                        library,
                        (path, before) -> before != null && before.stamp().equals(stamp)
                                ? before
                                : new Digested(stamp, digest(path)))
                .resource();
    }

    /** @param stamp of the file before it was digested, or empty if the file system did not give it */
    private record Digested(Optional<Stamp> stamp, Resource resource) {}

    /** The attributes by which a file system shows that a file has changed. */
    private record Stamp(
            long size, FileTime modified, @Nullable Object key) {
        static Optional<Stamp> of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
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
            FileDigest file = KnownDigests.digest(library);
            digest.put("sha256", file.sha256().hex());
            annotations.put("size", Long.toString(file.size()));
        } catch (IOException e) {
            annotations.put("unavailable", "cannot be read (" + e.getClass().getName() + ")");
        }
        return new Resource(fileName(library), "", digest, annotations);
    }

    /**
     * The files in JavaCPP's cache for the jars of the class path, each once even if several links lead to it, the
     * largest first.
     */
    private static List<Path> unpacked() {
        Set<Path> libraries = new HashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            try {
                Path folder = Loader.getCacheDir().toPath().resolve(new File(entry).getName());
                if (entry.endsWith(".jar") && Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        for (Path file : (Iterable<Path>) files::iterator) {
                            if (isNumeric(fileName(file))) {
                                libraries.add(file.toRealPath());
                            }
                        }
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // Files that cannot be found ahead are digested when they are loaded.
            }
        }
        return libraries.stream()
                .sorted(Comparator.comparing((Path file) -> file.toFile().length())
                        .reversed())
                .toList();
    }

    /** The mapped files, or on systems that do not list them, the files that JavaCPP loaded. */
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

    public static boolean isNumeric(String fileName) {
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
     * The paths of the lines of {@code /proc/self/maps} (proc(5)) that belong to a file. It does not check whether they
     * are executable, because a processor emulator maps code as data.
     */
    public static List<String> parseMaps(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" +", 6))
                .filter(fields -> fields.length == 6 && fields[5].startsWith("/"))
                .map(fields -> fields[5])
                .distinct()
                .toList();
    }
}
