package io.github.reprorun.manifest;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings that a run's JVM was started with, so that a re-run can start another like it. Immutable, hence safe to
 * share between threads.
 *
 * @param name {@code portable}, {@code host}, or {@code none} where the run had no pinned JVM
 * @param threads the number of native threads, at least 1
 * @param environment the environment variables that were set for it; every other one that numerics read was unset
 * @param jvmOptions the options before the main class, in order, without the class path and the java agent
 * @param classPath the entries, as absolute paths
 * @param workingDirectory the absolute path it started in
 */
public record PinnedProfile(
        String name,
        int threads,
        SortedMap<String, String> environment,
        List<String> jvmOptions,
        List<String> classPath,
        String workingDirectory) {
    /** The {@link #name} of a profile that pins nothing. */
    public static final String NONE = "none";

    /** @throws IllegalArgumentException if {@code threads} is less than 1 */
    public PinnedProfile {
        if (threads < 1) {
            throw new IllegalArgumentException("a run has at least one thread, not " + threads);
        }
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        jvmOptions = List.copyOf(jvmOptions);
        classPath = List.copyOf(classPath);
    }
}
