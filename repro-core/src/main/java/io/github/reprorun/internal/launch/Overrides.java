package io.github.reprorun.internal.launch;

import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What replaces the choices of a program that is launched. Immutable, hence safe to share between threads.
 *
 * @param runsDirectory where the run directory is made, or empty for the program's choice
 * @param signing who signs
 * @param parameters values that replace the program's defaults, by name
 * @param inputs places that replace the program's, by name
 * @param labels what people call the run by, besides what the program says
 */
public record Overrides(
        Optional<Path> runsDirectory,
        Signing signing,
        SortedMap<String, ParameterValue> parameters,
        SortedMap<String, Path> inputs,
        Labels labels) {
    /** Everything is as the program says. */
    public static final Overrides NONE = new Overrides(
            Optional.empty(),
            Signing.AS_THE_PROGRAM_SAYS,
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Labels.NONE);

    /** Copies what it is given. */
    public Overrides {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }
}
