package io.github.reprorun.internal.run;

import io.github.reprorun.internal.record.RunLedger;

/** The work between a run's opening and its ending. Used by the one thread that trains. */
public interface RunBody {
    /** Whether shutdown hooks of the program may write its results. */
    default boolean mayEndInHooks() {
        return false;
    }

    /**
     * Does the work.
     *
     * @param record collects the statements of the run
     * @param sessions of the extensions, all open
     * @throws Exception any exception of the training
     */
    void run(RunLedger record, ExtensionSessions sessions) throws Exception;
}
