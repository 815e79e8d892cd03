package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalEntry;
import io.github.reprorun.internal.journal.JournalFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a study has begun and settled. That a cell is begun is on the disk before its process starts; what became of the one
 * before is then there too, and could be found out again from its run. Safe for use by several threads.
 *
 * <p>A cell is {@code begun} with the id that its run is to have, before any process is started, and {@code settled} when
 * its run has ended. A cell that is begun and not settled may have a run, one that still goes on, or none.
 */
final class StudyJournal {
    private static final String SITTING = "sitting";
    private static final String MACHINE = "machine";
    private static final String UNSTATED = "not stated";
    private static final String BEGUN = "begun";
    private static final String SETTLED = "settled";

    private final Journal journal;
    private final Instant startedOn;
    private final int sittings;
    private final Map<Integer, String> begun;
    private final Map<Integer, StudyManifest.Cell> settled;

    private StudyJournal(
            Journal journal,
            Instant startedOn,
            int sittings,
            Map<Integer, String> begun,
            Map<Integer, StudyManifest.Cell> settled) {
        this.journal = journal;
        this.startedOn = startedOn;
        this.sittings = sittings;
        this.begun = begun;
        this.settled = settled;
    }

    /**
     * Goes on with the journal in {@code study}, or begins one.
     *
     * @param machine facts about this machine that decide the last bits, or might; none if the runs are made on others
     * @throws UnreadableException if it is damaged
     */
    static StudyJournal open(Path study, List<StudyDesign.Cell> cells, SortedMap<String, String> machine, Clock clock) {
        Past past = Past.of(study, cells);
        Journal journal = past.entries().isEmpty() ? Journal.begin(study, clock) : Journal.resume(study, clock);
        int sittings = past.sittings() + 1;
        ObjectNode facts = Journal.facts().put("sitting", sittings);
        if (!machine.isEmpty()) {
            machine.forEach(facts.putObject(MACHINE)::put);
        }
        Instant now = journal.record(SITTING, facts);
        return new StudyJournal(
                journal,
                past.entries().isEmpty() ? now : past.entries().get(0).time(),
                sittings,
                past.begun(),
                past.settled());
    }

    /** What earlier sittings wrote. */
    private record Past(
            List<JournalEntry> entries,
            int sittings,
            Map<Integer, String> begun,
            Map<Integer, StudyManifest.Cell> settled) {
        /** @throws UnreadableException if it is damaged */
        static Past of(Path study, List<StudyDesign.Cell> cells) {
            Map<Integer, String> begun = new TreeMap<>();
            Map<Integer, StudyManifest.Cell> settled = new TreeMap<>();
            List<JournalEntry> entries = lines(study);
            int sittings = 0;
            for (JournalEntry entry : entries) {
                switch (entry.event()) {
                    case SITTING -> sittings++;
                    case BEGUN -> begun.put(index(study, entry.facts(), cells), StudyJournal.id(study, entry.facts()));
                    case SETTLED -> {
                        int cell = index(study, entry.facts(), cells);
                        settled.put(cell, StudyJournal.settled(study, entry.facts(), cells.get(cell)));
                    }
                    default ->
                        throw new UnreadableException(
                                study.toString(), "its journal has \"" + entry.event() + "\", which no study writes");
                }
            }
            return new Past(entries, sittings, begun, settled);
        }
    }

    /** None before the first sitting. What is there and is no file is no journal, but damage. */
    private static List<JournalEntry> lines(Path study) {
        return Files.exists(study.resolve(Journal.FILE_NAME))
                ? JournalFile.read(study).entries()
                : List.of();
    }

    /**
     * The first fact in which a sitting of {@code study} differs from {@code machine}, as far as the journal has facts.
     *
     * @throws UnreadableException if the journal is damaged, so that the study cannot be continued
     */
    static Optional<String> otherMachine(Path study, List<StudyDesign.Cell> cells, SortedMap<String, String> machine) {
        List<JournalEntry> entries = Past.of(study, cells).entries();
        if (machine.isEmpty()) {
            return Optional.empty();
        }
        for (JournalEntry entry : entries) {
            JsonNode begun = entry.facts().path(MACHINE);
            if (!begun.isObject()) {
                continue;
            }
            Set<String> names = new TreeSet<>(machine.keySet());
            begun.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String before = begun.path(name).asText(UNSTATED);
                String now = machine.getOrDefault(name, UNSTATED);
                if (!before.equals(now)) {
                    return Optional.of(name + " was " + told(before) + ", not " + told(now));
                }
            }
        }
        return Optional.empty();
    }

    private static String told(String fact) {
        return fact.isEmpty() ? "unset" : fact;
    }

    /** What is settled in the journal of {@code study}, for reading. */
    static List<StudyManifest.Cell> settled(Path study, List<StudyDesign.Cell> cells) {
        List<StudyManifest.Cell> settled = new ArrayList<>();
        for (JournalEntry entry : lines(study)) {
            if (entry.event().equals(SETTLED)) {
                settled.add(settled(study, entry.facts(), cells.get(index(study, entry.facts(), cells))));
            }
        }
        return settled;
    }

    private static int index(Path study, ObjectNode facts, List<StudyDesign.Cell> cells) {
        int cell = facts.path("cell").asInt(0);
        if (cell < 1 || cell > cells.size()) {
            throw new UnreadableException(study.toString(), "its journal has a cell " + cell + " of " + cells.size());
        }
        return cell - 1;
    }

    private static StudyManifest.Cell settled(Path study, ObjectNode facts, StudyDesign.Cell cell) {
        try {
            return new StudyManifest.Cell(
                    cell,
                    StudyManifest.Status.valueOf(facts.path("status").asText()),
                    text(facts, "cause"),
                    text(facts, "run"),
                    text(facts, "manifest").map(Sha256::new),
                    text(facts, "result").map(Sha256::new));
        } catch (IllegalArgumentException | UsageException e) {
            throw damaged(study, e);
        }
    }

    private static String id(Path study, ObjectNode facts) {
        try {
            String id = facts.path("id").asText();
            PlainName.require("id", id);
            return id;
        } catch (UsageException e) {
            throw damaged(study, e);
        }
    }

    private static UnreadableException damaged(Path study, RuntimeException cause) {
        return new UnreadableException(study.toString(), "its journal is damaged: " + cause.getMessage(), cause);
    }

    private static Optional<String> text(JsonNode facts, String name) {
        return Optional.ofNullable(facts.get(name)).map(JsonNode::asText);
    }

    Instant startedOn() {
        return startedOn;
    }

    int sittings() {
        return sittings;
    }

    /** The id that the run of {@code cell} is to have, if the cell was begun. */
    synchronized Optional<String> begun(int cell) {
        return Optional.ofNullable(begun.get(cell));
    }

    synchronized Optional<StudyManifest.Cell> settled(int cell) {
        return Optional.ofNullable(settled.get(cell));
    }

    /** Whether a cell has been made or referred to. */
    synchronized boolean hasResult() {
        return settled.values().stream().anyMatch(cell -> cell.result().isPresent());
    }

    /** Before a process is started for it. */
    synchronized void begin(int cell, String id) {
        journal.record(BEGUN, Journal.facts().put("cell", cell + 1).put("id", id));
        begun.put(cell, id);
    }

    synchronized void settle(int index, StudyManifest.Cell cell) {
        ObjectNode facts = Journal.facts().put("cell", index + 1);
        facts.put("status", cell.status().name());
        cell.cause().ifPresent(cause -> facts.put("cause", cause));
        cell.run().ifPresent(run -> facts.put("run", run));
        cell.manifest().ifPresent(digest -> facts.put("manifest", digest.hex()));
        cell.result().ifPresent(digest -> facts.put("result", digest.hex()));
        journal.note(SETTLED, facts);
        settled.put(index, cell);
    }
}
