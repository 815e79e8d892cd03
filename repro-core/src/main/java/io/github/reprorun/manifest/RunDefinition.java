package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.seed.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The code, inputs and settings that a run was given: SLSA's {@code buildDefinition}. Immutable, hence safe to share
 * between threads.
 *
 * @param name the run's name, as in the run directory's path
 * @param mainClass binary name of the class whose {@code main} began the run, or why it is not known
 * @param arguments of that {@code main}, secrets replaced by {@code <redacted>}
 * @param parameters by name, as the training asked for them
 * @param seed the root seed
 * @param streams the named streams that were used, with the seed each had, in decimal
 * @param profile what was pinned before the JVM started
 * @param unpinned what could not be pinned, each with its reason
 * @param environment the fingerprint: dotted name to fact
 * @param dependencies code, jars, natives and inputs, with digests
 */
public record RunDefinition(
        String name,
        Evidence<String> mainClass,
        List<String> arguments,
        SortedMap<String, ParameterValue> parameters,
        Seed seed,
        SortedMap<String, String> streams,
        PinnedProfile profile,
        SortedMap<String, String> unpinned,
        SortedMap<String, Evidence<String>> environment,
        List<Resource> dependencies) {
    /** Identifies the kind of process that made the manifest, as SLSA's {@code buildType}. */
    public static final String BUILD_TYPE = "https://reprorun.github.io/build/training-run/v1";

    /** The annotation of a dependency that says what it is: one of the {@code KIND_…} constants. */
    public static final String KIND = "kind";

    /** The {@link #KIND} of a file or folder that the training read as data. */
    public static final String KIND_INPUT = "input";

    /** The {@link #KIND} of a jar of the class path. */
    public static final String KIND_JAR = "jar";

    /** The {@link #KIND} of a folder of classes of the class path. */
    public static final String KIND_CLASSES = "classes";

    /** The {@link #KIND} of code that an option of the JVM names: an agent, or what is put before or beside the JDK's modules. */
    public static final String KIND_OPTION = "option";

    /** The {@link #KIND} of a native library that was loaded. */
    public static final String KIND_NATIVE = "native";

    /** The {@link #KIND} of the version-controlled source the run was started in. */
    public static final String KIND_SOURCE = "source";

    /**
     * The {@link #KIND} of a byproduct that is part of what a network that trained was when the run ended. Its name is that of
     * the network, {@code /}, and that of the part; its {@code sha256} is of the part's bits. {@link ResultDigest} covers it.
     */
    public static final String KIND_END_STATE = "endState";

    /** The annotation of a byproduct of {@link #KIND_END_STATE} that is of several networks together: how many. */
    public static final String MODELS = "models";

    /** Copies what it is given. */
    public RunDefinition {
        arguments = List.copyOf(arguments);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
        unpinned = Collections.unmodifiableSortedMap(new TreeMap<>(unpinned));
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        dependencies = List.copyOf(dependencies);
    }

    /**
     * The dependencies that were read as data, in the manifest's order.
     *
     * @throws io.github.reprorun.failure.UnreadableException if one is not stated as an input is
     */
    public List<InputResource> inputs() {
        return dependencies(KIND_INPUT).stream().map(InputResource::of).toList();
    }

    /** The entries of the class path, in the order in which a JVM searches them. */
    public List<Resource> classPath() {
        return code(dependencies);
    }

    /** The code that options of the JVM name, in their order. */
    public List<Resource> optionCode() {
        return optionCode(dependencies);
    }

    /** Those of {@code dependencies} that options of the JVM name, in their order. */
    public static List<Resource> optionCode(List<Resource> dependencies) {
        List<Resource> code = new ArrayList<>();
        for (Resource dependency : dependencies) {
            if (KIND_OPTION.equals(dependency.annotations().get(KIND))) {
                code.add(dependency);
            }
        }
        return code;
    }

    /** Those of {@code dependencies} that are entries of a class path, in their order. */
    public static List<Resource> code(List<Resource> dependencies) {
        List<Resource> code = new ArrayList<>();
        for (Resource dependency : dependencies) {
            String kind = dependency.annotations().getOrDefault(KIND, "");
            if (kind.equals(KIND_JAR) || kind.equals(KIND_CLASSES)) {
                code.add(dependency);
            }
        }
        return code;
    }

    /** The dependencies of one {@link #KIND}, in the manifest's order. */
    public List<Resource> dependencies(String kind) {
        return dependencies.stream()
                .filter(dependency -> kind.equals(dependency.annotations().get(KIND)))
                .toList();
    }
}
