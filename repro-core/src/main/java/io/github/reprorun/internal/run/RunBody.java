package io.github.reprorun.internal.run;

import io.github.reprorun.internal.record.RunLedger;

/** What happens between a run's opening and its ending. Used by the one thread that trains. */
public interface RunBody {
    /**
     * Does it.
     *
     * @param record what the run states of itself
     * @param sessions of the extensions, all open
     * @throws Exception whatever the training throws
     */
    void run(RunLedger record, ExtensionSessions sessions) throws Exception;
}
