package io.github.reprorun.internal.run;

import io.github.reprorun.internal.log.RunLog;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reports on standard error the checkpoints, the end of the run, and its dropped listeners; the latter also in the
 * run's log. Safe for use by several threads.
 */
final class ConsoleListener implements RunListener, BiConsumer<String, String> {
    private final RunSettings settings;
    private final Optional<String> keyid;
    private final RunLog log;

    /** @param keyid of the key that signs the manifest, if one does */
    ConsoleListener(RunSettings settings, Optional<String> keyid, RunLog log) {
        this.settings = settings;
        this.keyid = keyid;
        this.log = log;
    }

    @Override
    public void checkpoint(RunEvent.Checkpoint checkpoint) {
        ConsoleMessages.printCheckpoint(System.err, checkpoint);
    }

    @Override
    public void ended(RunEvent.Ended ended) {
        ConsoleMessages.print(System.err, ended, settings, keyid);
    }

    /** Reports that the listener called {@code name} was dropped for {@code problem}. */
    @Override
    public void accept(String name, String problem) {
        log.warn(RunListener.class, ConsoleMessages.dropped(name, problem));
        ConsoleMessages.printDropped(System.err, name, problem);
    }
}
