package io.github.reprorun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.journal.Journal;
import io.github.reprorun.journal.JournalEntry;
import io.github.reprorun.journal.JournalFile;
import io.github.reprorun.manifest.Interruption;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.spi.RunJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a run's journal, and reads from it how the run went. Safe for use by several threads. */
final class RunJournalRecord implements RunJournal {
    private static final String DEFINITION = "definition";

    private final Path runDirectory;
    private final Journal journal;
    private boolean continued;

    private RunJournalRecord(Path runDirectory, Journal journal) {
        this.runDirectory = runDirectory;
        this.journal = journal;
    }

    /** Writes what is known before a run begins into its new directory. */
    static void begin(Path runDirectory, Clock clock, RunDefinition definition, StartFacts start) {
        ObjectNode facts = Journal.facts();
        start.writeTo(facts);
        facts.set(DEFINITION, ManifestJson.definitionTree(definition));
        Journal.begin(runDirectory, clock).record(Journal.STARTED, facts);
    }

    /** Goes on with the journal that is in {@code runDirectory}. */
    static RunJournalRecord resume(Path runDirectory, Clock clock) {
        return new RunJournalRecord(runDirectory, Journal.resume(runDirectory, clock));
    }

    /** When the run began, before any interruption; by the clock of then. */
    Instant startedOn() {
        return JournalFile.read(runDirectory).entries().get(0).time();
    }

    /** What the journal says the run was started with. */
    static RunDefinition definition(JournalFile file, Path runDirectory) {
        return ManifestJson.definition(
                runDirectory.toString(), start(file, runDirectory).get(DEFINITION));
    }

    static StartFacts startFacts(JournalFile file, Path runDirectory) {
        return StartFacts.of(start(file, runDirectory));
    }

    private static ObjectNode start(JournalFile file, Path runDirectory) {
        return file.last(Journal.STARTED)
                .orElseThrow(() -> new UnreadableException(
                        runDirectory.toString(), "its journal does not say how the run was started"))
                .facts();
    }

    void ended(RunStatus status) {
        journal.record(Journal.ENDED, Journal.facts().put("status", status.name()));
    }

    @Override
    public void checkpointWritten(SortedMap<String, String> facts) {
        journal.record(Journal.CHECKPOINT, node(facts));
    }

    @Override
    public void checkpointRefused(SortedMap<String, String> facts) {
        journal.record(Journal.CHECKPOINT_REFUSED, node(facts));
    }

    @Override
    public void checkpointFailed(SortedMap<String, String> facts) {
        journal.record(Journal.CHECKPOINT_FAILED, node(facts));
    }

    @Override
    public synchronized void continuedFrom(SortedMap<String, String> facts) {
        continued = true;
        journal.record(Journal.RESUMED, node(facts));
    }

    /** For a run that is resumed and whose extensions know no checkpoint. */
    synchronized void continuedFromTheStartUnlessSaid() {
        if (!continued) {
            continuedFrom(new TreeMap<>(Map.of("start", "no checkpoint")));
        }
    }

    /** Each time the run went on from a checkpoint. */
    List<Interruption> interruptions() {
        List<Interruption> interruptions = new ArrayList<>();
        for (JournalEntry entry : JournalFile.read(runDirectory).entries()) {
            if (entry.event().equals(Journal.RESUMED)) {
                interruptions.add(new Interruption(entry.time(), text(entry.facts())));
            }
        }
        return interruptions;
    }

    /** {@code facts} on one line, by name. */
    static String text(ObjectNode facts) {
        return facts.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(fact -> fact.getKey() + " " + fact.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode node(SortedMap<String, String> facts) {
        ObjectNode node = Journal.facts();
        facts.forEach(node::put);
        return node;
    }
}
