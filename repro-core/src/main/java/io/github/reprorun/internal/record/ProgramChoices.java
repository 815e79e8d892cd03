package io.github.reprorun.internal.record;

import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The program's own choices for its run, which overrides may replace. Immutable, hence safe to share between threads.
 *
 * @param runsDirectory the folder for the run directory
 * @param signingKey the private key that signs the manifest, or empty for none
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param logFormat how the run's log is written
 * @param parameters given as text, of the type that the training requests, by name
 * @param labels the labels that people gave the run
 * @param parent the parent of the run, if it has one
 * @param streams the seeds of named streams that somebody chose, by name; those of all others follow from the root seed
 */
public record ProgramChoices(
        Path runsDirectory,
        Optional<Path> signingKey,
        boolean strict,
        RunLog.Format logFormat,
        SortedMap<String, String> parameters,
        Labels labels,
        Optional<Parent> parent,
        SortedMap<String, Long> streams) {
    /** The choices of a program that makes none. */
    public static final ProgramChoices DEFAULT = new ProgramChoices(
            Path.of("runs"),
            Optional.empty(),
            false,
            RunLog.Format.TEXT,
            Collections.emptySortedMap(),
            Labels.NONE,
            Optional.empty(),
            Collections.emptySortedMap());

    public ProgramChoices {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
    }
}
