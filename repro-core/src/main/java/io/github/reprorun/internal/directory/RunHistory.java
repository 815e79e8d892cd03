package io.github.reprorun.internal.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.journal.Journal;
import io.github.reprorun.internal.journal.JournalEntry;
import io.github.reprorun.internal.journal.JournalFile;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.TrustedKey;
import io.github.reprorun.spi.RunJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a run's journal, and reads the history of the run from it. Safe for use by several threads. */
public final class RunHistory implements RunJournal {
    private static final String DEFINITION = "definition";
    private static final String STATUS = "status";
    private static final String CAUSE = "cause";
    private static final String SIGNER = "signer";
    private static final String NO_CHECKPOINT = "no checkpoint";
    private static final String UNRECORDED_END = "unrecorded: the process was killed, or the machine went down";

    private final Path runDirectory;
    private final Journal journal;
    private final Instant startedOn;
    private final boolean resumed;
    private boolean continued;
    private @Nullable Supplier<RunDefinition> given;
    private @Nullable RunDefinition recorded;

    private RunHistory(Path runDirectory, Journal journal, Instant startedOn, boolean resumed) {
        this.runDirectory = runDirectory;
        this.journal = journal;
        this.startedOn = startedOn;
        this.resumed = resumed;
    }

    /** Writes the facts known before a run begins into its new directory. */
    public static RunHistory begin(Path runDirectory, Clock clock, RunDefinition definition, RecordedStart start) {
        ObjectNode facts = Journal.facts();
        start.writeTo(facts);
        facts.set(DEFINITION, ManifestJson.definitionTree(definition));
        Journal journal = Journal.begin(runDirectory, clock);
        return new RunHistory(runDirectory, journal, journal.record(Journal.STARTED, facts), false);
    }

    /** Continues the journal in {@code runDirectory}. */
    public static RunHistory resume(Path runDirectory, Clock clock) {
        Instant startedOn = JournalFile.read(runDirectory).entries().get(0).time();
        return new RunHistory(runDirectory, Journal.resume(runDirectory, clock), startedOn, true);
    }

    /** The same journal, once its directory has been renamed to {@code runDirectory}. */
    public RunHistory in(Path runDirectory) {
        return new RunHistory(runDirectory, journal.in(runDirectory), startedOn, resumed);
    }

    /** When the run began, before any interruption, by the clock at that time. */
    public Instant startedOn() {
        return startedOn;
    }

    /** The definition of the run in its journal, as far as it was known when last written. */
    public static RunDefinition definition(JournalFile file, Path runDirectory) {
        return given(file, runDirectory).orElseGet(() -> definition(runDirectory, start(file, runDirectory)));
    }

    /** The complete definition of the run at its last checkpoint; empty if it never reached one. */
    static Optional<RunDefinition> given(JournalFile file, Path runDirectory) {
        return file.last(Journal.GIVEN).map(entry -> definition(runDirectory, entry.facts()));
    }

    private static RunDefinition definition(Path runDirectory, ObjectNode facts) {
        return read(runDirectory, () -> {
            RunDefinition definition = ManifestJson.definition(runDirectory.toString(), facts.path(DEFINITION));
            PinnedProfile profile = definition.profile();
            requirePaths(profile.classPath());
            requirePaths(List.of(profile.workingDirectory()));
            requireWithoutNul(definition.arguments());
            requireWithoutNul(profile.jvmOptions());
            requireWithoutNul(profile.environment().keySet());
            requireWithoutNul(profile.environment().values());
            return definition;
        });
    }

    /**
     * The facts about the start of the run in its journal.
     *
     * @throws UnreadableException if it does not have them
     */
    public static RecordedStart startFacts(JournalFile file, Path runDirectory) {
        return read(runDirectory, () -> RecordedStart.of(start(file, runDirectory)));
    }

    /** A journal whose lines are whole may still have been written by something else. */
    private static <T> T read(Path runDirectory, Supplier<T> facts) {
        try {
            return facts.get();
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(
                    runDirectory.toString(), "its journal is not what was written: " + e.getMessage(), e);
        }
    }

    private static void requirePaths(List<String> paths) {
        for (String path : paths) {
            Path unused = Path.of(path);
        }
    }

    private static void requireWithoutNul(Collection<String> texts) {
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("it has a NUL in " + OneLine.of(text));
            }
        }
    }

    /** Why a run that left no manifest in {@code runDirectory} cannot be resumed; empty if nothing is in the way. */
    public static Optional<String> obstacle(Path runDirectory) {
        try {
            JournalFile journal = JournalFile.read(runDirectory);
            RunDefinition unused = definition(journal, runDirectory);
            RecordedStart unusedToo = startFacts(journal, runDirectory);
            RunDirectoryOpener.requireOwn(runDirectory);
            return Optional.empty();
        } catch (ReproException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    /** What to do about a run that left no manifest in {@code runDirectory}, as the end of a sentence. */
    public static String wayOn(Path runDirectory) {
        Optional<String> obstacle = obstacle(runDirectory);
        if (obstacle.isPresent()) {
            return "it cannot be resumed: " + obstacle.get();
        }
        RunDefinition definition = definition(JournalFile.read(runDirectory), runDirectory);
        boolean needsSecrets = hasSecrets(definition.arguments())
                || hasSecrets(definition.profile().jvmOptions());
        return "show tells how far the run came, and resume goes on"
                + (needsSecrets ? " if it is given the secrets again, which are not recorded" : "");
    }

    private static boolean hasSecrets(List<String> texts) {
        for (String text : texts) {
            if (text.contains(Redaction.MARK)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The key that signed the manifest which the run left when it last ended; empty if it was not signed.
     *
     * @throws UnreadableException if the journal has something else in its place
     */
    public static Optional<TrustedKey> signer(JournalFile file, Path runDirectory) {
        return file.last(Journal.ENDED)
                .map(entry -> entry.facts().path(SIGNER))
                .filter(JsonNode::isTextual)
                .map(pem -> TrustedKey.parse(runDirectory + ", the signer in its journal", pem.textValue()));
    }

    private static ObjectNode start(JournalFile file, Path runDirectory) {
        return file.last(Journal.STARTED)
                .orElseThrow(() -> new UnreadableException(
                        runDirectory.toString(), "its journal does not say how the run was started"))
                .facts();
    }

    /** Sets the source that gives the run's definition before each checkpoint. */
    public synchronized void ask(Supplier<RunDefinition> whatWasGiven) {
        given = whatWasGiven;
    }

    @Override
    public synchronized void beforeCheckpoint() {
        RunDefinition now = given == null ? null : given.get();
        if (now != null && !now.equals(recorded)) {
            ObjectNode facts = Journal.facts();
            facts.set(DEFINITION, ManifestJson.definitionTree(now));
            journal.record(Journal.GIVEN, facts);
            recorded = now;
        }
    }

    /**
     * Records how the run ended.
     *
     * @param signer the key that signs the manifest, if one does
     */
    public void ended(RunStatus status, Optional<String> cause, Optional<TrustedKey> signer) {
        ObjectNode facts = Journal.facts().put(STATUS, status.name());
        if (cause.isPresent()) {
            facts.put(CAUSE, cause.get());
        }
        if (signer.isPresent()) {
            facts.put(SIGNER, signer.get().pem());
        }
        journal.record(Journal.ENDED, facts);
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

    /** For a resumed run whose extensions know no checkpoint. */
    public synchronized void continuedFromTheStartUnlessSaid() {
        if (!continued) {
            continuedFrom(new TreeMap<>(Map.of("start", NO_CHECKPOINT)));
        }
    }

    /** One entry for each time the run was resumed. */
    public List<RunDetails.Interruption> interruptions() {
        return resumed ? interruptions(JournalFile.read(runDirectory)) : List.of();
    }

    /** As {@link #interruptions()}, from a journal. */
    static List<RunDetails.Interruption> interruptions(JournalFile file) {
        List<RunDetails.Interruption> interruptions = new ArrayList<>();
        String ended = UNRECORDED_END;
        String reached = NO_CHECKPOINT;
        for (JournalEntry entry : file.entries()) {
            switch (entry.event()) {
                case Journal.ENDED -> ended = end(entry.facts());
                case Journal.CHECKPOINT -> reached = text(entry.facts());
                case Journal.RESUMED -> {
                    interruptions.add(new RunDetails.Interruption(ended, reached, entry.time(), text(entry.facts())));
                    ended = UNRECORDED_END;
                }
                default -> {
                    // Other entries do not tell how the run ended.
                }
            }
        }
        return interruptions;
    }

    private static String end(ObjectNode facts) {
        return facts.path(STATUS).asText()
                + (facts.has(CAUSE) ? ": " + facts.get(CAUSE).asText() : "");
    }

    /** {@code facts} on one line, by name. */
    public static String text(ObjectNode facts) {
        return facts.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(fact -> fact.getKey() + " " + fact.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode node(SortedMap<String, String> facts) {
        ObjectNode node = Journal.facts();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            node.put(fact.getKey(), fact.getValue());
        }
        return node;
    }
}
