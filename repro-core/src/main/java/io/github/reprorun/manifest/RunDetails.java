package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Resource;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a run: SLSA's {@code runDetails}. Immutable, hence safe to share between threads.
 *
 * @param builderVersions the libraries that made the manifest, by artifact, with their versions
 * @param invocationId the run id, as in the run directory's path
 * @param startedOn wall-clock time in UTC; advisory
 * @param finishedOn wall-clock time in UTC; advisory
 * @param status how it ended
 * @param cause why it ended so; present unless it succeeded
 * @param interruptions each time the run was taken up again, in order
 * @param byproducts what it made that is no file, such as the digest of a network's parameters
 */
public record RunDetails(
        SortedMap<String, String> builderVersions,
        String invocationId,
        Instant startedOn,
        Instant finishedOn,
        RunStatus status,
        Optional<String> cause,
        List<Interruption> interruptions,
        List<Resource> byproducts) {
    /** Identifies this library as SLSA's {@code builder.id}. */
    public static final String BUILDER_ID = "https://reprorun.github.io/builder/v1";

    /**
     * The annotation of a byproduct that training changes and that is part of an output, a saved model: that output's name
     * as a subject. What such an output is made of follows the metrics.
     */
    public static final String MODEL = "model";

    /** @throws IllegalArgumentException if a run that succeeded has a cause, or another has none */
    public RunDetails {
        if ((status == RunStatus.SUCCEEDED) == cause.isPresent()) {
            throw new IllegalArgumentException("a run has a cause exactly if it did not succeed: " + status);
        }
        builderVersions = Collections.unmodifiableSortedMap(new TreeMap<>(builderVersions));
        interruptions = List.copyOf(interruptions);
        byproducts = List.copyOf(byproducts);
    }

    /** Why it ended; told by its status and by how the cause begins. */
    public Ending ending() {
        return Ending.of(status, cause.orElse(""));
    }
}
