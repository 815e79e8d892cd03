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
 * What a program itself says of its run, unless it is overridden. Immutable, hence safe to share between threads.
 *
 * @param runsDirectory where the run directory is made
 * @param signingKey the private key that signs the manifest, or empty for none
 * @param strict whether a source of chance that cannot be held ends the run with an error
 * @param logFormat how the run's log is written
 * @param parameters given as text, of whatever type the training asks for, by name
 * @param labels what people call the run by
 * @param parent what the run belongs to, if to anything
 */
public record ProgramChoices(
        Path runsDirectory,
        Optional<Path> signingKey,
        boolean strict,
        RunLog.Format logFormat,
        SortedMap<String, String> parameters,
        Labels labels,
        Optional<Parent> parent) {
    /** Those of a program that says nothing. */
    public static final ProgramChoices DEFAULT = new ProgramChoices(
            Path.of("runs"),
            Optional.empty(),
            false,
            RunLog.Format.TEXT,
            Collections.emptySortedMap(),
            Labels.NONE,
            Optional.empty());

    public ProgramChoices {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
}
