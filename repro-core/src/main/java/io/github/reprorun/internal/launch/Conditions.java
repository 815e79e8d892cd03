package io.github.reprorun.internal.launch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The conditions that a launched run must meet. Immutable, hence safe to share between threads.
 *
 * @param resumes whether the run directory exists already, and the run continues in it
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param numerics recorded facts of native numerics, by name, to compare before training
 */
public record Conditions(boolean resumes, boolean strict, SortedMap<String, String> numerics) {
    /** A new run that does not repeat another. */
    public static final Conditions NONE = new Conditions(false, false, Collections.emptySortedMap());

    /** Copies what it is given. */
    public Conditions {
        numerics = Collections.unmodifiableSortedMap(new TreeMap<>(numerics));
    }
}
