package io.github.reprorun.runs;

import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalEntry;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run that did not succeed, or has not yet: it is still running, was killed, or ended early. All that is known of it
 * comes from its journal, which is not signed. Immutable, hence safe to share between threads.
 *
 * @param directory the run directory, absolute
 * @param running whether a process is writing it now
 * @param definition what it was started with
 * @param startedOn wall-clock time in UTC; advisory
 * @param lastCheckpoint where training stood at the last checkpoint, or empty if none was written
 * @param resumptions where it was resumed, in order
 */
public record InterruptedRun(
        Path directory,
        boolean running,
        RunDefinition definition,
        Instant startedOn,
        Optional<String> lastCheckpoint,
        List<String> resumptions) {
    /** Copies what it is given. */
    public InterruptedRun {
        resumptions = List.copyOf(resumptions);
    }

    /**
     * The run in {@code runDirectory}, or empty if it has a manifest or no journal.
     *
     * @throws io.github.reprorun.failure.UnreadableException if its journal is damaged
     */
    public static Optional<InterruptedRun> in(Path runDirectory) {
        Path directory = runDirectory.toAbsolutePath().normalize();
        return Files.exists(directory.resolve(Manifest.FILE_NAME)) ? Optional.empty() : journalIn(directory);
    }

    /**
     * The run in {@code runDirectory}, or beside the manifest that this names, as its journal describes it, if {@code
     * manifest}, which lies there, says that the run did not succeed and can therefore be resumed.
     *
     * @throws io.github.reprorun.failure.UnreadableException if its journal is damaged
     */
    public static Optional<InterruptedRun> resumable(Path runDirectory, Manifest manifest) {
        return manifest.details().status() == RunStatus.SUCCEEDED
                ? Optional.empty()
                : journalIn((Files.isDirectory(runDirectory) ? runDirectory : runDirectory.resolveSibling(""))
                        .toAbsolutePath()
                        .normalize());
    }

    private static Optional<InterruptedRun> journalIn(Path directory) {
        if (!JournalFile.isIn(directory)) {
            return Optional.empty();
        }
        JournalFile journal = JournalFile.read(directory);
        RunDefinition definition = RunHistory.definition(journal, directory);
        return Optional.of(new InterruptedRun(
                directory,
                RunLock.isHeld(directory),
                definition,
                journal.entries().get(0).time(),
                journal.last(Journal.CHECKPOINT).map(JournalEntry::facts).map(RunHistory::text),
                journal.entries().stream()
                        .filter(entry -> entry.event().equals(Journal.RESUMED))
                        .map(entry -> RunHistory.text(entry.facts()))
                        .toList()));
    }

    /** {@code RUNNING} or {@code INTERRUPTED}. */
    public String status() {
        return running ? "RUNNING" : "INTERRUPTED";
    }
}
