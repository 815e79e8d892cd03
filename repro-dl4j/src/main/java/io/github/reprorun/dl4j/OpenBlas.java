package io.github.reprorun.dl4j;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.environment.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;

/**
 * What the OpenBLAS that ND4J loaded says of itself; JavaCPP binds none of these functions, JNA can call them. Stateless.
 */
final class OpenBlas {
    private static final Object[] NO_ARGUMENTS = {};

    /**
     * RTLD_LAZY of dlopen(3), alone: JNA by itself adds RTLD_GLOBAL. JavaCPP loads two copies of OpenBLAS, each for itself; with
     * one of them global, what the other calls for the first time from then on is found in the first, whose threads and
     * buffers are others, and a matrix product computes with both or never ends.
     */
    private static final int LAZY = 1;

    /** To Windows, where no library sees another's functions unasked, these flags say something else. */
    private static final Map<String, Object> OPTIONS =
            Platform.isWindows() ? Map.of() : Map.of(Library.OPTION_OPEN_FLAGS, LAZY);

    private OpenBlas() {}

    /**
     * Begins to ask, once ND4J has loaded it. The answer stays the same for as long as a process lives, and JNA takes longer
     * to be ready for its first call than ND4J for all that it says of itself.
     */
    static Ahead<SortedMap<String, Evidence<String>>> ahead() {
        Optional<String> library = Loader.getLoadedLibraries().values().stream()
                .filter(path -> isOpenBlas(Path.of(path).getFileName().toString()))
                .min(Comparator.naturalOrder());
        return Ahead.begin("reprorun-openblas", () -> facts(library));
    }

    private static SortedMap<String, Evidence<String>> facts(Optional<String> library) {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        Nd4jFacts.put(facts, "nd4j.blas.core", () -> call(library, "openblas_get_corename"));
        Nd4jFacts.put(facts, "nd4j.blas.config", () -> call(library, "openblas_get_config"));
        return facts;
    }

    private static String call(Optional<String> library, String function) throws IOException {
        String path = library.orElseThrow(() -> new IOException("JavaCPP loaded no OpenBLAS"));
        return NativeLibrary.getInstance(path, OPTIONS).getFunction(function).invokeString(NO_ARGUMENTS, false);
    }

    private static boolean isOpenBlas(String fileName) {
        return fileName.matches("(lib)?openblas\\.(so|dylib|dll).*|libopenblas\\.[0-9]+\\.dylib");
    }
}
