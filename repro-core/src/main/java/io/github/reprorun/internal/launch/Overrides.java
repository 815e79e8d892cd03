package io.github.reprorun.internal.launch;

import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The choices that replace those of a launched program. Immutable, hence safe to share between threads.
 *
 * @param runsDirectory the folder for the run directory, or empty for the program's choice
 * @param signing how the manifest is signed
 * @param parameters values that replace the program's defaults, by name
 * @param inputs places that replace the program's, by name
 * @param labels the labels that people gave the run, in addition to the program's
 */
public record Overrides(
        Optional<Path> runsDirectory,
        Signing signing,
        SortedMap<String, ParameterValue> parameters,
        SortedMap<String, Path> inputs,
        Labels labels) {
    /** Everything is as the program says. */
    public static final Overrides NONE = in(Optional.empty());

    /** Everything but the folder for the run directory is as the program says. */
    public static Overrides in(Optional<Path> runsDirectory) {
        return new Overrides(
                runsDirectory,
                Signing.AS_THE_PROGRAM_SAYS,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Labels.NONE);
    }

    /** Copies what it is given. */
    public Overrides {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }
}
