package io.github.reprorun.agent;

import java.net.URL;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose requests the agent leaves alone, told by the name and the origin of the class that asks. */
final class Policy {
    /** Libraries of no influence on what is trained: logging, build, test, native loading, and this one's tools. */
    private static final List<String> QUIET = List.of(
            "ch.qos.logback.",
            "org.slf4j.",
            "org.apache.logging.",
            "org.apache.log4j.",
            "org.apache.commons.logging.",
            "org.bytedeco.",
            "com.sun.jna.",
            "oshi.",
            "org.junit.",
            "org.opentest4j.",
            "org.apiguardian.",
            "org.assertj.",
            "net.jqwik.",
            "org.apache.maven.",
            "org.gradle.",
            "com.intellij.",
            "org.objectweb.asm.",
            "io.github.reprorun.shaded.",
            "picocli.",
            "com.fasterxml.jackson.",
            "org.nd4j.shade.");

    /** Their random identifiers name workspaces and operations, or pick a queue of what is to be freed. */
    private static final List<String> WITH_IMMATERIAL_NAMES = List.of(
            "org.nd4j.linalg.dataset.AsyncDataSetIterator",
            "org.nd4j.linalg.dataset.AsyncMultiDataSetIterator",
            "org.nd4j.linalg.api.memory.abstracts.DummyWorkspace",
            "org.nd4j.linalg.api.memory.deallocation.DeallocatorService",
            "org.nd4j.linalg.api.ops.impl.layers.ExternalErrorsFunction",
            "org.nd4j.autodiff.functions.DifferentialFunction",
            "org.deeplearning4j.parallelism.ParallelWrapper",
            "org.deeplearning4j.models.sequencevectors.SequenceVectors$VectorCalculationsThread");

    /** Its field begins as the clock even where the program gives it a seed: named by who asks it for what it built. */
    private static final String DEFAULT_IS_CLOCK = "org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder";

    private static final String OWN_PREFIX = "io.github.reprorun.";
    private static final String EXAMPLES_PREFIX = OWN_PREFIX + "examples.";
    private static final ProtectionDomain OWN_DOMAIN = Policy.class.getProtectionDomain();
    private static final @Nullable String OWN = Training.location(OWN_DOMAIN);
    private static final String EXTENSION_PREFIX = "io.github.reprorun.dl4j.";

    private static final ClassValue<Boolean> LOADED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isQuiet(type.getName(), type.getProtectionDomain());
        }
    };

    private Policy() {}

    static boolean isQuiet(Class<?> type) {
        return LOADED.get(type);
    }

    /** Whether requests of this class are neither seeded nor reported. */
    static boolean isQuiet(String className, @Nullable ProtectionDomain domain) {
        if (className.startsWith(OWN_PREFIX)) {
            return isOwn(className, domain);
        }
        for (String prefix : QUIET) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no result depends on what this class draws, or only that of a program that leaves it as it is. */
    static boolean isImmaterial(Source source, String className) {
        if (source == Source.CLOCK) {
            return className.equals(DEFAULT_IS_CLOCK);
        }
        return (source == Source.UUID || source == Source.SECURE_RANDOM || source == Source.SECRET)
                && WITH_IMMATERIAL_NAMES.contains(className);
    }

    // examples may be packed into one jar with the library
    private static boolean isOwn(String className, @Nullable ProtectionDomain domain) {
        if (className.startsWith(EXAMPLES_PREFIX)) {
            return false;
        }
        if (domain != null && domain == OWN_DOMAIN) {
            return true; // The usual case, for less than to compare where they are.
        }
        String location = Training.location(domain);
        return location != null
                && (location.equals(OWN)
                        || (className.startsWith(EXTENSION_PREFIX) && location.equals(Extension.LOCATION)));
    }

    /** The jar or the folder of repro-dl4j: the package alone would take in a user's classes of that name. */
    private static final class Extension {
        private static final String FILE = "io/github/reprorun/dl4j/Dl4jRun.class";

        static final @Nullable String LOCATION = find();

        private static @Nullable String find() {
            URL found = ClassLoader.getSystemResource(FILE);
            if (found == null) {
                return null;
            }
            String url = found.toExternalForm();
            String location = url.substring(0, url.length() - FILE.length());
            return location.startsWith("jar:") ? location.substring("jar:".length(), location.length() - 2) : location;
        }
    }
}
