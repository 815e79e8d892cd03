package io.github.reprorun.internal.record;

import io.github.reprorun.observe.RunEvent.Checkpoint;
import io.github.reprorun.spi.RunJournal;
import java.util.SortedMap;

/**
 * A run's journal that also reports checkpoints to the run's listeners: success after the journal has it on the disk,
 * trouble beforehand, since the journal may be in trouble too. Safe for use by several threads.
 */
record ObservedJournal(RunJournal journal, RunEvents events) implements RunJournal {
    @Override
    public void beforeCheckpoint() {
        journal.beforeCheckpoint();
    }

    @Override
    public void checkpointWritten(SortedMap<String, String> facts) {
        journal.checkpointWritten(facts);
        events.checkpoint(Checkpoint.Kind.WRITTEN, facts);
    }

    @Override
    public void checkpointRefused(SortedMap<String, String> facts) {
        events.checkpoint(Checkpoint.Kind.REFUSED, facts);
        journal.checkpointRefused(facts);
    }

    @Override
    public void checkpointFailed(SortedMap<String, String> facts) {
        events.checkpoint(Checkpoint.Kind.FAILED, facts);
        journal.checkpointFailed(facts);
    }

    @Override
    public void continuedFrom(SortedMap<String, String> facts) {
        journal.continuedFrom(facts);
        events.checkpoint(Checkpoint.Kind.CONTINUED, facts);
    }
}
