package io.github.reprorun.internal.launch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a launched run is held to. Immutable, hence safe to share between threads.
 *
 * @param resumes whether the run directory is there already, and the run goes on in it
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param numerics facts of native numerics that were recorded, by name, to be compared before training
 */
public record Conditions(boolean resumes, boolean strict, SortedMap<String, String> numerics) {
    /** A run that begins, and repeats none. */
    public static final Conditions NONE = new Conditions(false, false, Collections.emptySortedMap());

    /** Copies what it is given. */
    public Conditions {
        numerics = Collections.unmodifiableSortedMap(new TreeMap<>(numerics));
    }
}
