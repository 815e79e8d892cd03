package io.github.reprorun.dl4j.internal.machine;

import io.github.reprorun.evidence.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The facts that ND4J reports about itself, by dotted name. Stateless. */
public final class Nd4jFacts {
    /** Facts of a CUDA device that stay the same from run to run. */
    private static final List<String> DEVICE_KEYS = List.of(
            Nd4jEnvironment.CUDA_DEVICE_NAME_KEY,
            Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY,
            Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY,
            Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY);

    private Nd4jFacts() {}

    public static SortedMap<String, Evidence<String>> facts() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
        Properties information = Nd4j.getExecutioner().getEnvironmentInformation();
        put(facts, "nd4j.version", () -> mavenVersion("org.nd4j", "nd4j-api"));
        put(facts, "dl4j.version", () -> mavenVersion("org.deeplearning4j", "deeplearning4j-nn"));
        put(facts, "javacpp.version", Loader::getVersion);
        put(facts, "nd4j.backend", () -> of(information, Nd4jEnvironment.BACKEND_KEY));
        put(facts, "nd4j.buildInfo", () -> oneLine(natives.buildInfo()));
        put(facts, "nd4j.binaryLevel", () -> Integer.toString(natives.binaryLevel()));
        put(facts, "nd4j.optimalLevel", () -> Integer.toString(natives.optimalLevel()));
        put(facts, "nd4j.dataType", () -> Nd4j.dataType().name());
        put(
                facts,
                "nd4j.helpersAllowed",
                () -> Boolean.toString(Nd4j.getEnvironment().helpersAllowed()));
        put(facts, "nd4j.omp.threads", () -> Integer.toString(natives.ompGetMaxThreads()));
        put(
                facts,
                "nd4j.maxThreads",
                () -> Integer.toString(Nd4j.getEnvironment().maxThreads()));
        put(
                facts,
                "nd4j.maxMasterThreads",
                () -> Integer.toString(Nd4j.getEnvironment().maxMasterThreads()));
        put(facts, "nd4j.blas.vendor", () -> of(information, Nd4jEnvironment.BLAS_VENDOR_KEY));
        put(
                facts,
                "nd4j.blas.threads",
                () -> Integer.toString(Nd4j.factory().blas().getMaxThreads()));
        facts.putAll(OpenBlas.facts());
        facts.putAll(devices(information));
        return facts;
    }

    private static SortedMap<String, Evidence<String>> devices(Properties information) {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        if (!"CUDA".equals(information.get(Nd4jEnvironment.BACKEND_KEY))) {
            facts.put("nd4j.cuda.devices", Evidence.unavailable("ND4J's backend is not CUDA"));
            return facts;
        }
        put(facts, "nd4j.cuda.devices", () -> of(information, Nd4jEnvironment.CUDA_NUM_GPUS_KEY));
        put(facts, "nd4j.cuda.toolkit", () -> mavenVersion("org.bytedeco", "cuda"));
        if (information.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> devices) {
            for (int i = 0; i < devices.size(); i++) {
                if (devices.get(i) instanceof Map<?, ?> device) {
                    for (String key : DEVICE_KEYS) {
                        put(facts, "nd4j.cuda.device." + i + "." + key, () -> of(device, key));
                    }
                }
            }
        }
        return facts;
    }

    static void put(SortedMap<String, Evidence<String>> facts, String name, Callable<String> fact) {
        facts.put(name, evidence(fact));
    }

    /** Missing natives, or natives older than a method, throw errors as well as exceptions. */
    private static Evidence<String> evidence(Callable<String> fact) {
        try {
            return Evidence.observed(fact.call());
        } catch (Exception | LinkageError e) {
            return Evidence.unavailable(e.toString());
        }
    }

    private static String of(Map<?, ?> information, String key) throws IOException {
        Object value = information.get(key);
        if (value == null) {
            throw new IOException("ND4J's environment information has no " + key);
        }
        return value.toString();
    }

    private static String mavenVersion(String group, String artifact) throws IOException {
        String resource = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Nd4j.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no " + resource + " on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return of(properties, "version");
        }
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "));
    }
}
