package io.github.reprorun.study;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.environment.Fingerprint;
import io.github.reprorun.internal.environment.Host;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cells that earlier studies in a runs directory have made of the same program: the same code, arguments, options,
 * outputs, threads and profile. Such a cell is not repeated if its run is still what its manifest says, its data are what they
 * were, and this machine is the one it ran on, as far as that can be seen without running. Safe for use by several
 * threads.
 */
final class EarlierCells {
    /** Facts of the environment that decide the last bits, or might; extensions state theirs only in a run. */
    private static final Pattern NUMERIC = Pattern.compile("jvm\\.(vendor|version|vm|vm\\.version)|os\\.(name|arch)"
            + "|cpu\\.(model|flags\\.numeric|cores\\.online)|libc(\\..*)?");

    private final RunsDirectory runs;
    private final CellCheck check;
    private final StudyDesign design;
    private final Map<Key, List<StudyManifest.Cell>> candidates = new HashMap<>();
    private final Set<List<InputResource>> unchanged = new HashSet<>();
    private @Nullable SortedMap<String, Evidence<String>> here;

    /** What tells one cell of a program from another. */
    private record Key(SortedMap<String, String> parameters, Seed rootSeed, SortedMap<String, Long> sharedStreams) {
        static Key of(StudyDesign design, StudyDesign.Cell cell) {
            return new Key(cell.parameters(), cell.rootSeed(), design.sharedStreams(cell));
        }
    }

    /**
     * @param own the study that asks, whose cells are not earlier
     * @param passedOver gets those that cannot be read
     */
    EarlierCells(StudyDirectory own, StudyManifest.Program program, StudyDesign design, PassedOver passedOver) {
        this.runs = own.runs();
        this.design = design;
        this.check = new CellCheck(program, runs.path());
        // A secret is not recorded, nor code that cannot be read, so that two different ones look the same.
        boolean knowsAll = program.arguments().stream().noneMatch(argument -> argument.contains(Redaction.MARK))
                && program.jvmOptions().stream().noneMatch(option -> option.contains(Redaction.MARK))
                && program.outputs().stream().noneMatch(output -> output.contains(Redaction.MARK))
                && program.code().stream().noneMatch(entry -> entry.digest().isEmpty())
                && program.optionCode().stream()
                        .noneMatch(entry -> entry.digest().isEmpty())
                && System.getenv(PinnedJvm.JAVA_VARIABLE) == null;
        if (knowsAll) {
            for (StudyDirectory study : StudyDirectory.all(own.runs(), passedOver)) {
                if (!study.equals(own)) {
                    add(study, program, passedOver);
                }
            }
        }
    }

    private void add(StudyDirectory study, StudyManifest.Program program, PassedOver passedOver) {
        try {
            StudyManifest design = study.design();
            if (!design.program().equals(program)) {
                return;
            }
            List<StudyManifest.Cell> cells = study.hasEnded()
                    ? StudyJson.read(study.path()).cells()
                    : StudyJournal.settled(study.path(), design.design().cells());
            for (StudyManifest.Cell cell : cells) {
                if (cell.result().isPresent()) {
                    candidates
                            .computeIfAbsent(Key.of(design.design(), cell.cell()), key -> new ArrayList<>())
                            .add(cell);
                }
            }
        } catch (ReproException e) {
            passedOver.name(study.path(), e);
        }
    }

    /** The run of {@code cell} that an earlier study made, or empty if there is none to be relied on. */
    synchronized Optional<StudyManifest.Cell> find(StudyDesign.Cell cell) {
        for (StudyManifest.Cell candidate : candidates.getOrDefault(Key.of(design, cell), List.of())) {
            if (isReliable(candidate)) {
                return Optional.of(new StudyManifest.Cell(
                        cell,
                        StudyManifest.Status.REFERRED,
                        Optional.empty(),
                        candidate.run(),
                        candidate.manifest(),
                        candidate.result()));
            }
        }
        return Optional.empty();
    }

    private boolean isReliable(StudyManifest.Cell candidate) {
        Path run = runs.path().resolve(candidate.run().orElseThrow());
        try {
            if (!candidate.manifest().equals(digest(run))) {
                return false;
            }
            VerifiedRun verified = VerifiedRun.unsigned(run);
            Manifest manifest = verified.manifest();
            return manifest.details().status() == RunStatus.SUCCEEDED
                    && manifest.resultDigest().equals(candidate.result().orElseThrow())
                    && manifest.definition().profile().workingDirectory().equals(workingDirectory())
                    && check.flaw(candidate.cell(), design.sharedStreams(candidate.cell()), manifest)
                            .isEmpty()
                    && numeric(manifest.definition().environment()).equals(here())
                    && hasItsInputs(verified);
        } catch (IOException | ReproException | InvalidPathException gone) {
            return false; // The cell is made anew, which needs none of it.
        }
    }

    /** Relative paths of inputs lead elsewhere from any other. */
    private static String workingDirectory() {
        return Path.of("").toAbsolutePath().toString();
    }

    private static Optional<Sha256> digest(Path run) throws IOException {
        Path manifest = run.resolve(Manifest.FILE_NAME);
        return Files.isRegularFile(manifest)
                ? Optional.of(FileDigest.of(manifest).sha256())
                : Optional.empty();
    }

    /** Most cells of a study have the same inputs, which are digested once. */
    private boolean hasItsInputs(VerifiedRun run) {
        List<InputResource> inputs = run.manifest().definition().inputs();
        if (!unchanged.contains(inputs)) {
            Rerun.requireInputs(run);
            unchanged.add(inputs);
        }
        return true;
    }

    private SortedMap<String, Evidence<String>> here() {
        SortedMap<String, Evidence<String>> facts = here;
        if (facts == null) {
            facts = observed();
            here = facts;
        }
        return facts;
    }

    private static SortedMap<String, Evidence<String>> observed() {
        return numeric(Fingerprint.observe(Host.current(), Libraries.ofThisJvm()));
    }

    /** Those facts of this machine, and which {@code java} stands in the place of this JVM's, as text. */
    static SortedMap<String, String> machine() {
        SortedMap<String, String> machine = new TreeMap<>();
        observed()
                .forEach((name, fact) -> machine.put(name, fact.fold(value -> value, reason -> "unknown: " + reason)));
        machine.put("java", Objects.requireNonNullElse(System.getenv(PinnedJvm.JAVA_VARIABLE), ""));
        return machine;
    }

    private static SortedMap<String, Evidence<String>> numeric(SortedMap<String, Evidence<String>> environment) {
        SortedMap<String, Evidence<String>> numeric = new TreeMap<>(environment);
        numeric.keySet().removeIf(name -> !NUMERIC.matcher(name).matches());
        return numeric;
    }
}
