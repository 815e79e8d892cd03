package io.github.reprorun.manifest;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.failure.BrokenExpectationException;
import io.github.reprorun.failure.UsageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run went: SLSA's {@code runDetails}. Immutable, hence safe to share between threads.
 *
 * @param builderVersions the libraries that made the manifest, by artifact, with their versions
 * @param invocationId the run id, as in the run directory's path
 * @param startedOn wall-clock time in UTC; advisory
 * @param finishedOn wall-clock time in UTC; advisory
 * @param status how it ended
 * @param cause why it ended so; present unless it succeeded
 * @param interruptions each time the run was resumed, in order
 * @param byproducts results that are not files, such as the digest of a network's parameters
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

    /** @throws IllegalArgumentException if a run that succeeded has a cause, or one that did not has none */
    public RunDetails {
        if ((status == RunStatus.SUCCEEDED) == cause.isPresent()) {
            throw new IllegalArgumentException("a run has a cause exactly if it did not succeed: " + status);
        }
        builderVersions = Collections.unmodifiableSortedMap(new TreeMap<>(builderVersions));
        interruptions = List.copyOf(interruptions);
        byproducts = List.copyOf(byproducts);
    }

    /** The byproducts that tell what the networks were when the run ended, in the manifest's order. */
    public List<Resource> endStates() {
        return endStates(byproducts);
    }

    static List<Resource> endStates(List<Resource> byproducts) {
        List<Resource> endStates = new ArrayList<>();
        for (Resource byproduct : byproducts) {
            if (RunDefinition.KIND_END_STATE.equals(byproduct.annotations().get(RunDefinition.KIND))) {
                endStates.add(byproduct);
            }
        }
        return endStates;
    }

    /** Why it ended; determined by its status and the beginning of its cause. */
    public Ending ending() {
        return Ending.of(status, cause.orElse(""));
    }

    /** Why a run ended, as far as readers of a manifest have to tell one end from another. */
    public enum Ending {
        /** It trained to the end, and all is as it was declared. */
        SUCCEEDED,

        /** It trained to the end, and its results are not what it had declared: everything to compare is there. */
        BROKE_EXPECTATION,

        /** It asked its run for something invalid. */
        MISUSED,

        /** It failed for a different reason. */
        FAILED,

        /**
         * It was a re-run, stopped where it diverged from the run it repeats: results that it had not reached say
         * nothing.
         */
        STOPPED_AT_DIVERGENCE,

        /** It was stopped for a different reason. */
        INTERRUPTED;

        /** The beginning of the cause of a re-run that was stopped because it diverged from the run it repeats. */
        public static final String DIVERGED = "stopped where it parts from the run it repeats: ";

        /** @param cause in the words of the manifest, which begin with the class of an exception where there was one */
        static Ending of(RunStatus status, String cause) {
            return switch (status) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED ->
                    cause.startsWith(BrokenExpectationException.class.getName())
                            ? BROKE_EXPECTATION
                            : cause.startsWith(UsageException.class.getName()) ? MISUSED : FAILED;
                case INTERRUPTED -> cause.startsWith(DIVERGED) ? STOPPED_AT_DIVERGENCE : INTERRUPTED;
            };
        }
    }

    /**
     * A run that was interrupted and resumed. Immutable, hence safe to share between threads.
     *
     * @param ended how the process before ended, as far as it could record that
     * @param reached the last checkpoint that had been written by then, such as {@code epoch 2, file …, iteration 120}
     * @param resumedOn wall-clock time in UTC; advisory
     * @param resumedFrom where training went on, such as {@code iteration 120, epoch 2}
     */
    public record Interruption(String ended, String reached, Instant resumedOn, String resumedFrom) {}
}
