package io.github.reprorun.dl4j.internal.machine;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;

/**
 * The facts that ND4J's OpenBLAS reports about itself; JavaCPP binds none of these functions, but JNA can call them.
 * Stateless.
 */
final class OpenBlas {
    private static final Object[] NO_ARGUMENTS = {};

    /**
     * RTLD_LAZY of dlopen(3), alone: JNA by itself adds RTLD_GLOBAL. JavaCPP loads two separate copies of OpenBLAS. If
     * one of them became global, every function that the other calls for the first time from then on would be found in
     * the first, which has different threads and buffers, and a matrix product would compute with both or never end.
     */
    private static final int LAZY = 1;

    private OpenBlas() {}

    static SortedMap<String, Evidence<String>> facts() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        Nd4jFacts.put(facts, "nd4j.blas.core", () -> call("openblas_get_corename"));
        Nd4jFacts.put(facts, "nd4j.blas.config", () -> call("openblas_get_config"));
        return facts;
    }

    private static String call(String function) throws IOException {
        String path = Loader.getLoadedLibraries().values().stream()
                .filter(library -> isOpenBlas(Path.of(library).getFileName().toString()))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IOException("JavaCPP loaded no OpenBLAS"));
        return NativeLibrary.getInstance(path, options()).getFunction(function).invokeString(NO_ARGUMENTS, false);
    }

    /**
     * On other systems these flags have a different meaning, and a library does not get the functions of another in
     * this way.
     */
    private static Map<String, Object> options() {
        return Platform.isLinux() ? Map.of(Library.OPTION_OPEN_FLAGS, LAZY) : Map.of();
    }

    private static boolean isOpenBlas(String fileName) {
        return fileName.matches("(lib)?openblas\\.(so|dylib|dll).*|libopenblas\\.[0-9]+\\.dylib");
    }
}
