package io.github.reprorun.study;

import io.github.reprorun.manifest.Manifest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/** Starts the runs of a study's cells. Safe for use by several threads. */
interface CellExecutor {
    /**
     * Starts the run and waits for it. It need not leave a run directory.
     *
     * @return the exit status of its process
     */
    int start(CellOrder order);

    /**
     * Goes on with the run in {@code directory}, which was interrupted, and waits for it.
     *
     * @throws io.github.reprorun.failure.NotRerunnableException if it can only be made from its beginning
     */
    int resume(Path directory, CellOrder order);

    /** Facts about the machine of the runs that decide the last bits, or might; none if that is not this one. */
    default SortedMap<String, String> machine() {
        return Collections.emptySortedMap();
    }

    /** Why {@code run}, which has just ended, may have had other code than the study, as far as its digests do not tell. */
    default Optional<String> otherCode(Manifest run) {
        return Optional.empty();
    }

    /** What the runs so far took beside their trainings, for people; empty if that is not known. */
    default Optional<String> parts() {
        return Optional.empty();
    }

    /** Ends what runs elsewhere. A signal reaches processes on this machine without it. */
    default void stop() {}

    /** Removes what runs elsewhere left beside their directories. */
    default void close() {}
}
