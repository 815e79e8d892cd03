package io.github.reprorun.study;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.signing.VerifiedPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A study whose statement is what its signers signed, and whose runs are what the statement says, to the last file. There
 * is no other way to obtain one. Immutable, hence safe to share between threads.
 */
public final class VerifiedStudy {
    private final Path directory;
    private final StudyManifest manifest;
    private final SortedSet<String> keyids;
    private final SortedMap<String, VerifiedRun> runs;

    private VerifiedStudy(
            Path directory, StudyManifest manifest, SortedSet<String> keyids, SortedMap<String, VerifiedRun> runs) {
        this.directory = directory;
        this.manifest = manifest;
        this.keyids = Collections.unmodifiableSortedSet(new TreeSet<>(keyids));
        this.runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    }

    /**
     * Verifies a study: the signatures of its envelope against {@code policy}, that the envelope is over the statement, the
     * manifest of every run, which the statement has the digest of, and every file of every run. The study's signature vouches
     * for the runs: those of their own are not asked for.
     *
     * @param study the study's directory, or its statement; the runs lie beside it, two folders up
     * @throws RefusedException if a check fails; further problems are suppressed exceptions of the first
     * @throws io.github.reprorun.failure.NotUnderstoodException if the statement says that its reader must understand
     *     something that this version does not
     * @throws UnreadableException if there is no study to verify, or it has not ended
     */
    public static VerifiedStudy verify(Path study, TrustPolicy policy) {
        StudyDirectory directory = StudyDirectory.of(study);
        Path statement = directory.file(StudyManifest.FILE_NAME);
        Path file = directory.file(StudyManifest.ENVELOPE_FILE_NAME);
        if (!Files.exists(file)) {
            StudyManifest unused = StudyJson.read(directory.path());
            throw new RefusedException(
                    directory.path().toString(), "a signed study", "no " + StudyManifest.ENVELOPE_FILE_NAME);
        }
        VerifiedPayload payload = policy.verify(Envelope.read(file));
        if (!payload.matches(bytes(statement))) {
            throw new RefusedException(statement.toString(), "the bytes that were signed", "different bytes");
        }
        StudyManifest manifest = StudyReader.statement(statement.toString(), payload.bytes());
        SortedMap<String, VerifiedRun> runs = runs(directory, manifest);
        requireMet(policy.requirements(), directory, manifest, runs);
        return new VerifiedStudy(directory.path(), manifest, payload.keyids(), runs);
    }

    /**
     * Checks the runs of a study against its statement without asking who made it.
     *
     * @throws RefusedException if a run is not what the statement says
     * @throws UnreadableException if there is no study, or it has not ended
     */
    public static VerifiedStudy unsigned(Path study) {
        StudyDirectory directory = StudyDirectory.of(study);
        StudyManifest manifest = StudyJson.read(directory.path());
        return new VerifiedStudy(directory.path(), manifest, Collections.emptySortedSet(), runs(directory, manifest));
    }

    /** The study's directory, absolute. */
    public Path directory() {
        return directory;
    }

    /** The statement. */
    public StudyManifest manifest() {
        return manifest;
    }

    /** The keys whose signatures were verified; empty if none was asked for. */
    public SortedSet<String> keyids() {
        return keyids;
    }

    /** The runs that left a manifest, by their place in the runs directory, such as {@code fraud/20261130T074404Z-5230d84c}. */
    public SortedMap<String, VerifiedRun> runs() {
        return runs;
    }

    /** The run of {@code cell}, or empty if it left no manifest. */
    public Optional<VerifiedRun> run(StudyManifest.Cell cell) {
        return cell.manifest().isEmpty()
                ? Optional.empty()
                : cell.run().flatMap(run -> Optional.ofNullable(runs.get(run)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new RefusedException(file.toString(), "the bytes that were signed", "no readable file: " + e);
        }
    }

    private static SortedMap<String, VerifiedRun> runs(StudyDirectory directory, StudyManifest manifest) {
        SortedMap<String, VerifiedRun> runs = new TreeMap<>();
        List<RefusedException> refusals = new ArrayList<>();
        for (StudyManifest.Cell cell : manifest.cells()) {
            if (cell.manifest().isPresent()) {
                try {
                    runs.put(cell.run().orElseThrow(), run(directory, manifest, cell));
                } catch (RefusedException e) {
                    refusals.add(e);
                }
            }
        }
        if (!refusals.isEmpty()) {
            RefusedException first = refusals.get(0);
            refusals.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return runs;
    }

    private static VerifiedRun run(StudyDirectory directory, StudyManifest study, StudyManifest.Cell cell) {
        String name = StudyJson.subject(cell.run().orElseThrow());
        Path run = directory.runs().path().resolve(cell.run().orElseThrow());
        Path file = run.resolve(Manifest.FILE_NAME);
        String expected = "sha256 " + cell.manifest().orElseThrow();
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(name, expected, "no such file");
        }
        try {
            String actual = "sha256 " + FileDigest.of(file).sha256();
            if (!actual.equals(expected)) {
                throw new RefusedException(name, expected, actual);
            }
        } catch (IOException e) {
            throw new RefusedException(name, expected, "a file that cannot be read: " + e);
        }
        VerifiedRun verified = VerifiedRun.unsigned(run);
        requireRunOf(directory, study, cell, verified.manifest());
        return verified;
    }

    /** The statement says of a run only what the run says of itself. */
    private static void requireRunOf(
            StudyDirectory directory, StudyManifest study, StudyManifest.Cell cell, Manifest manifest) {
        String name = cell.run().orElseThrow();
        if (cell.result().isPresent() && !cell.result().get().equals(manifest.resultDigest())) {
            throw new RefusedException(
                    name, "the result sha256:" + cell.result().get(), "sha256:" + manifest.resultDigest());
        }
        if (cell.status() == StudyManifest.Status.MADE && !manifest.parent().equals(Optional.of(study.parent()))) {
            throw new RefusedException(
                    name,
                    "the parent " + study.parent(),
                    manifest.parent().map(Object::toString).orElse("none"));
        }
        Optional<String> flaw = cell.result().isPresent()
                ? new CellCheck(study.program(), directory.runs().path())
                        .flaw(cell.cell(), study.design().sharedStreams(cell.cell()), manifest)
                : Optional.empty();
        if (flaw.isPresent()) {
            throw new RefusedException(name, "the run of " + cell.cell(), "one that is not: " + flaw.get());
        }
    }

    private static void requireMet(
            TrustPolicy.Requirements requirements,
            StudyDirectory directory,
            StudyManifest study,
            Map<String, VerifiedRun> runs) {
        for (StudyManifest.Cell cell : study.cells()) {
            String status =
                    cell.result().isPresent() ? "SUCCEEDED" : cell.status().name();
            if (!requirements.statuses().isEmpty()
                    && cell.status() != StudyManifest.Status.EXCLUDED
                    && !requirements.statuses().contains(status)) {
                throw new RefusedException(
                        directory.path().toString(),
                        "runs with a status the policy accepts: " + requirements.statuses(),
                        status + " of " + cell.cell());
            }
        }
        runs.forEach((name, run) -> {
            long uncontrolled = run.manifest().hazards().stream()
                    .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                    .count();
            if (requirements.strict() && uncontrolled > 0) {
                throw new RefusedException(
                        name, "no uncontrolled hazard, as the policy asks", Long.toString(uncontrolled));
            }
        });
    }
}
