package io.github.reprorun;

/** What happens between a run's opening and its ending. Used by the one thread that trains. */
interface RunBody {
    /**
     * Does it.
     *
     * @param record what the run states of itself
     * @param sessions of the extensions, all open
     * @throws Exception whatever the training throws
     */
    void run(RunRecord record, Sessions sessions) throws Exception;
}
