package io.github.reprorun.dl4j;

import com.sun.jna.NativeLibrary;
import io.github.reprorun.concurrent.Ahead;
import io.github.reprorun.environment.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.Loader;

/**
 * What the OpenBLAS that ND4J loaded says of itself; JavaCPP binds none of these functions, JNA can call them. Stateless.
 */
final class OpenBlas {
    private static final Object[] NO_ARGUMENTS = {};

    private OpenBlas() {}

    /**
     * Begins to ask, once ND4J has loaded it. The answer stays the same for as long as a process lives, and JNA takes longer
     * to be ready for its first call than ND4J for all that it says of itself.
     */
    static Ahead<SortedMap<String, Evidence<String>>> ahead() {
        return Ahead.begin("reprorun-openblas", OpenBlas::facts);
    }

    private static SortedMap<String, Evidence<String>> facts() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        Nd4jFacts.put(facts, "nd4j.blas.core", () -> call("openblas_get_corename"));
        Nd4jFacts.put(facts, "nd4j.blas.config", () -> call("openblas_get_config"));
        return facts;
    }

    private static String call(String function) throws IOException {
        String path = Loader.getLoadedLibraries().values().stream()
                .filter(library -> isOpenBlas(Path.of(library).getFileName().toString()))
                .sorted()
                .findFirst()
                .orElseThrow(() -> new IOException("JavaCPP loaded no OpenBLAS"));
        return NativeLibrary.getInstance(path).getFunction(function).invokeString(NO_ARGUMENTS, false);
    }

    private static boolean isOpenBlas(String fileName) {
        return fileName.matches("(lib)?openblas\\.(so|dylib|dll).*|libopenblas\\.[0-9]+\\.dylib");
    }
}
