package io.github.reprorun.observe;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened in a run. All events are immutable, hence safe to share between threads.
 *
 * <p>Further kinds of event, and further components of these records, may be added; create none of them yourself except in
 * tests.
 */
public sealed interface RunEvent {
    /** When it happened, by the clock of the run. */
    Instant time();

    /** Calls the method of {@code listener} for this kind of event. */
    void tell(RunListener listener);

    /**
     * The run has begun.
     *
     * @param name what the run is called
     * @param id tells the run from others of its name
     * @param directory the run directory, absolute
     * @param seed the root seed
     * @param threads the number of native threads, at least 1
     * @param resumed whether the run continues one that was interrupted
     */
    record Started(Instant time, String name, String id, Path directory, Seed seed, int threads, boolean resumed)
            implements RunEvent {
        /** @throws IllegalArgumentException if {@code threads} is less than 1 */
        public Started {
            if (threads < 1) {
                throw new IllegalArgumentException("a run has at least 1 native thread, not " + threads);
            }
        }

        @Override
        public void tell(RunListener listener) {
            listener.started(this);
        }
    }

    /**
     * The training has asked for an input.
     *
     * @param path where it lies
     * @param resource its name and digest, as the manifest will state them
     */
    record Input(Instant time, Path path, Resource resource) implements RunEvent {
        @Override
        public void tell(RunListener listener) {
            listener.input(this);
        }
    }

    /**
     * The training has asked for an output.
     *
     * @param name as the training gave it, relative to the folder of outputs
     * @param path where it is to be written, absolute
     */
    record Output(Instant time, String name, Path path) implements RunEvent {
        @Override
        public void tell(RunListener listener) {
            listener.output(this);
        }
    }

    /**
     * A value was recorded.
     *
     * @param step an epoch or an iteration, or empty for a value of the whole run
     */
    record Metric(Instant time, String name, OptionalLong step, double value) implements RunEvent {
        @Override
        public void tell(RunListener listener) {
            listener.metric(this);
        }
    }

    /**
     * A network has finished one pass over its training data.
     *
     * @param network the name that the trace gives it
     * @param number how many passes the network has finished in all, at least 1
     * @param iterations how many times its parameters were updated in all, not negative
     * @param score the loss of the last batch, NaN if the library does not know it
     */
    record Epoch(Instant time, String network, long number, long iterations, double score) implements RunEvent {
        /** @throws IllegalArgumentException if {@code number} is less than 1 or {@code iterations} is negative */
        public Epoch {
            if (number < 1 || iterations < 0) {
                throw new IllegalArgumentException(network + ": epochs are counted from 1 and iterations from 0, not "
                        + number + " and " + iterations);
            }
        }

        @Override
        public void tell(RunListener listener) {
            listener.epoch(this);
        }
    }

    /**
     * Something happened to a checkpoint.
     *
     * @param facts where training stood ({@code iteration}, {@code epoch}), the {@code file}, or the {@code problem}
     */
    record Checkpoint(Instant time, Kind kind, SortedMap<String, String> facts) implements RunEvent {
        /** Copies the facts. */
        public Checkpoint {
            facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        }

        @Override
        public void tell(RunListener listener) {
            listener.checkpoint(this);
        }

        /** What happened to a checkpoint. */
        public enum Kind {
            /** It lies in the run directory, and the run can be resumed from it. */
            WRITTEN,
            /** It could not be written; training continues. */
            FAILED,
            /** It cannot be used, so that an earlier one is looked for. */
            REFUSED,
            /** Training continues from it, or from the start if there is none. */
            CONTINUED
        }
    }

    /**
     * A source of chance was met.
     *
     * @param hazard what it is and where, with the number of times it was met so far; the manifest has the final number
     */
    record HazardMet(Instant time, Hazard hazard) implements RunEvent {
        @Override
        public void tell(RunListener listener) {
            listener.hazard(this);
        }
    }

    /**
     * The run has ended.
     *
     * @param status how
     * @param cause why, if it did not succeed
     * @param directory the run directory, absolute
     * @param resultDigest as in the manifest; unavailable if the run has no result, or the manifest could not be written
     */
    record Ended(Instant time, RunStatus status, Optional<String> cause, Path directory, Evidence<Sha256> resultDigest)
            implements RunEvent {
        @Override
        public void tell(RunListener listener) {
            listener.ended(this);
        }
    }
}
