package io.github.reprorun.study;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.directory.RunId;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * The run of one cell, from whatever an earlier sitting left of it to its end. The id of the run is on the disk before
 * any process starts, and at most one run directory can have it: a process that outlived its study, and one that was
 * started in its place, cannot both make the run. Confined to one thread.
 */
final class CellRun {
    /** How often a run is looked for that another process is making. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StudyDirectory study;
    private final StudyManifest design;
    private final StudyJournal journal;
    private final CellExecutor executor;
    private final Optional<Path> signingKey;
    private final Clock clock;
    private final Duration patience;
    private final BooleanSupplier stopping;
    private final int index;
    private final StudyDesign.Cell cell;
    private final SortedMap<String, String> asked;
    private final SortedMap<String, Long> shared;

    /**
     * @param patience how long another process may take to name the directory that it has made for the run
     * @param asked the parameters that the program is to ask for
     * @param shared the seeds of the streams that the cell shares with others
     * @param stopping whether the study was told to stop
     */
    CellRun(
            StudyDirectory study,
            StudyManifest design,
            StudyJournal journal,
            CellExecutor executor,
            Optional<Path> signingKey,
            Clock clock,
            Duration patience,
            BooleanSupplier stopping,
            int index,
            StudyDesign.Cell cell,
            SortedMap<String, String> asked,
            SortedMap<String, Long> shared) {
        this.study = study;
        this.design = design;
        this.journal = journal;
        this.executor = executor;
        this.signingKey = signingKey;
        this.clock = clock;
        this.patience = patience;
        this.stopping = stopping;
        this.index = index;
        this.cell = cell;
        this.asked = asked;
        this.shared = shared;
    }

    /** What became of the cell, or empty if the study was told to stop before the cell was settled. */
    Optional<StudyManifest.Cell> settle() {
        OptionalInt status = OptionalInt.empty();
        Duration waited = Duration.ZERO;
        boolean canBeResumed = journal.begun(index).isPresent();
        String id = journal.begun(index).orElseGet(this::begin);
        while (true) {
            List<Path> made = StudyDirectory.runs(runs(), id);
            if (made.size() > 1) {
                return failed("made " + made.size() + " runs, of which a cell has one", made.get(0), Optional.empty());
            }
            if (made.isEmpty()) {
                if (stopping.getAsBoolean()) {
                    return Optional.empty();
                }
                if (status.isEmpty()) {
                    try {
                        status = OptionalInt.of(executor.start(order(id)));
                    } catch (NotRerunnableException e) {
                        return failed(String.valueOf(e.getMessage()));
                    }
                } else if (StudyDirectory.isUnnamed(runs(), id)) {
                    if (waited.compareTo(patience) < 0) {
                        waited = waited.plus(PAUSE);
                        pause();
                    } else {
                        id = begin(); // A process was killed there: its directory stays in the way of this id.
                        status = OptionalInt.empty();
                    }
                } else {
                    return failed(whyThereIsNone(id, status.getAsInt()));
                }
                continue;
            }
            Path run = made.get(0);
            if (isBeingWritten(run)) {
                if (stopping.getAsBoolean()) {
                    return Optional.empty();
                }
                pause();
                continue;
            }
            Optional<Manifest> manifest;
            try {
                manifest = manifest(run);
            } catch (UnreadableException | NotUnderstoodException e) {
                return failed("left a manifest that says nothing: " + e.getMessage(), run, Optional.empty());
            }
            if (manifest.isPresent() && manifest.get().details().status() != RunStatus.INTERRUPTED) {
                return Optional.of(ended(run, manifest.get()));
            }
            if (stopping.getAsBoolean()) {
                return Optional.empty();
            }
            if (!canBeResumed) {
                return failed(whyItWasInterrupted(status.orElse(0), manifest), run, manifest);
            }
            canBeResumed = false;
            try {
                status = OptionalInt.of(executor.resume(run, order(id)));
            } catch (NotRerunnableException e) {
                StudyMessages.again(System.err, run, e);
                id = begin(); // What the run was interrupted by is no fault of the cell.
                status = OptionalInt.empty();
            } catch (ReproException e) {
                return failed("cannot be resumed: " + e.getMessage(), run, manifest);
            }
        }
    }

    private String begin() {
        String id = RunId.draw(clock.instant(), new SplittableRandom());
        journal.begin(index, id);
        return id;
    }

    private CellOrder order(String id) {
        return new CellOrder(
                cell,
                id,
                design.parent(),
                runs().path(),
                signingKey,
                study.output(index),
                study.result(index),
                KnownDigests.property(study.digests(), clock.instant()));
    }

    private RunsDirectory runs() {
        return study.runs();
    }

    private static boolean isBeingWritten(Path run) {
        return RunLock.isHeld(run);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException("study", "interrupted while waiting for a run of an earlier sitting", e);
        }
    }

    private static Optional<Manifest> manifest(Path run) {
        return Files.exists(run.resolve(Manifest.FILE_NAME)) ? Optional.of(ManifestJson.read(run)) : Optional.empty();
    }

    private StudyManifest.Cell ended(Path run, Manifest manifest) {
        if (manifest.details().status() != RunStatus.SUCCEEDED) {
            String cause = manifest.details().cause().orElse("failed");
            return cell(
                    cause.contains(GivenChoices.UNASKED) ? flaw(manifest).orElse(cause) : cause,
                    Optional.of(run),
                    Optional.of(manifest));
        }
        Optional<String> flaw = flaw(manifest);
        return flaw.isPresent()
                ? cell(flaw.get(), Optional.of(run), Optional.of(manifest))
                : new StudyManifest.Cell(
                        cell,
                        StudyManifest.Status.MADE,
                        Optional.empty(),
                        Optional.of(name(run)),
                        Optional.of(digest(run)),
                        Optional.of(manifest.resultDigest()));
    }

    /** Why a run that succeeded is not the one that was ordered. */
    private Optional<String> flaw(Manifest manifest) {
        if (!manifest.parent().equals(Optional.of(design.parent()))) {
            return Optional.of("does not name the study as its parent");
        }
        Optional<String> flaw = new CellCheck(design.program(), runs().path()).flaw(cell, asked, shared, manifest);
        return flaw.isPresent() ? flaw : executor.otherCode(manifest);
    }

    private Optional<StudyManifest.Cell> failed(String cause) {
        return Optional.of(cell(cause, Optional.empty(), Optional.empty()));
    }

    private Optional<StudyManifest.Cell> failed(String cause, Path run, Optional<Manifest> manifest) {
        return Optional.of(cell(cause, Optional.of(run), manifest));
    }

    private StudyManifest.Cell cell(String cause, Optional<Path> run, Optional<Manifest> manifest) {
        return new StudyManifest.Cell(
                cell,
                StudyManifest.Status.FAILED,
                Optional.of(cause),
                run.map(this::name),
                manifest.flatMap(unused -> run).map(CellRun::digest),
                Optional.empty());
    }

    private String name(Path run) {
        return runs().path().relativize(run).toString().replace('\\', '/');
    }

    private static Sha256 digest(Path run) {
        Path manifest = run.resolve(Manifest.FILE_NAME);
        try {
            return FileDigest.of(manifest).sha256();
        } catch (IOException e) {
            throw new UnreadableException(manifest.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private static String whyItWasInterrupted(int status, Optional<Manifest> manifest) {
        return manifest.flatMap(left -> left.details().cause())
                .orElse("its JVM ended with status " + status + " and left no manifest");
    }

    /** In the words of the run, if it said why it was refused. */
    private String whyThereIsNone(String id, int status) {
        return refusal(id)
                .orElse("ended with status " + status + " and made no run"
                        + (design.program().wrapped() || status != 0
                                ? "; " + study.output(index) + " has what it printed"
                                : ": a program that does not call launch is for --wrap"));
    }

    private Optional<String> refusal(String id) {
        return CellResult.last(study.result(index), id)
                .filter(told -> told.path("status").asText().equals("REFUSED"))
                .map(told -> told.path("cause").asText());
    }
}
