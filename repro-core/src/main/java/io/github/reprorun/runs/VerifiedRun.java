package io.github.reprorun.runs;

import io.github.reprorun.base.file.BoundedFile;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.SlashedPath;
import io.github.reprorun.base.metrics.MetricsFile;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.signing.VerifiedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run whose files are what its manifest says, and whose manifest is what its signers signed. There is no other way to
 * obtain one, so its holder need not check again. Immutable, hence safe to share between threads.
 */
public final class VerifiedRun {
    private static final Set<String> FILES_OF_A_RUN = Set.of(Manifest.FILE_NAME, Manifest.ENVELOPE_FILE_NAME);

    private final Path directory;
    private final Manifest manifest;
    private final SortedSet<String> strays;
    private final SortedSet<String> keyids;
    private final SortedSet<String> unknownFields;

    private VerifiedRun(
            Path directory,
            Manifest manifest,
            SortedSet<String> strays,
            SortedSet<String> keyids,
            SortedSet<String> unknownFields) {
        this.directory = directory;
        this.manifest = manifest;
        this.strays = Collections.unmodifiableSortedSet(new TreeSet<>(strays));
        this.keyids = Collections.unmodifiableSortedSet(new TreeSet<>(keyids));
        this.unknownFields = Collections.unmodifiableSortedSet(new TreeSet<>(unknownFields));
    }

    /**
     * Verifies a run: the signatures of its envelope against {@code policy}, that the envelope is over the manifest, the
     * policy's requirements on the statement (not who must have reproduced the run), and every file that the manifest has as a subject. It also refuses a file in the outputs
     * folder that is not a subject, and values by step that do not match the manifest.
     *
     * @param run the run directory, or its manifest
     * @throws RefusedException if a check fails; further problems are suppressed exceptions of the first
     * @throws NotUnderstoodException if the manifest says that its reader must understand something that this version
     *     does not
     * @throws UnreadableException if there is no run to verify
     */
    public static VerifiedRun verify(Path run, TrustPolicy policy) {
        Path directory = directory(run);
        Envelope envelope = envelope(directory);
        VerifiedPayload payload = policy.verify(envelope);
        Path manifestFile = directory.resolve(Manifest.FILE_NAME);
        if (!payload.matches(bytes(manifestFile))) {
            throw new RefusedException(manifestFile.toString(), "the bytes that were signed", "different bytes");
        }
        Manifest manifest = ManifestJson.read(manifestFile.toString(), payload.bytes());
        requireMet(policy.requirements(), manifest, directory);
        SortedSet<String> strays = strays(directory, manifest);
        requireFiles(directory, manifest, strays);
        SortedSet<String> unknown = manifest.newer().places();
        envelope.unknownFields().forEach(name -> unknown.add("envelope." + name));
        return new VerifiedRun(directory, manifest, strays, payload.keyids(), unknown);
    }

    /**
     * Checks the files of a run against its manifest without asking who made it: anybody could have.
     *
     * @param run the run directory, or its manifest
     * @throws RefusedException if a file is not what the manifest says
     * @throws NotUnderstoodException if the manifest says that its reader must understand something that this version
     *     does not
     * @throws UnreadableException if there is no run, or no manifest in it
     */
    public static VerifiedRun unsigned(Path run) {
        Path directory = directory(run);
        Manifest manifest = ManifestJson.read(directory);
        SortedSet<String> strays = strays(directory, manifest);
        requireFiles(directory, manifest, strays);
        return new VerifiedRun(
                directory,
                manifest,
                strays,
                Collections.emptySortedSet(),
                manifest.newer().places());
    }

    /** The run directory, absolute. */
    public Path directory() {
        return directory;
    }

    /** The manifest: the run's statement about itself. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * The files in the run directory that the manifest does not mention, by name: files that somebody put there, or
     * that a killed run left behind, such as a lock or checkpoints. They were not verified; none of them is an output.
     */
    public SortedSet<String> strays() {
        return strays;
    }

    /**
     * The fields that this version does not know, by place: of the manifest, and, beginning with {@code envelope.}, of the
     * verified envelope, where no signature covers them.
     */
    public SortedSet<String> unknownFields() {
        return unknownFields;
    }

    /** The keys whose signatures were verified; empty if none was asked for. */
    public SortedSet<String> keyids() {
        return keyids;
    }

    /**
     * Adds the signature of {@code key} to the run's envelope, or makes the envelope if there is none.
     *
     * @throws RefusedException if there is an envelope over a different manifest
     */
    public void sign(SigningKey key) {
        byte[] json = ManifestJson.write(manifest);
        Path file = directory.resolve(Manifest.ENVELOPE_FILE_NAME);
        Envelope envelope;
        if (Files.exists(file)) {
            envelope = Envelope.read(file).withSignature(key);
            if (!envelope.hasPayload(json)) {
                throw new RefusedException(
                        file.toString(), "an envelope over this run's manifest", "a different payload");
            }
        } else {
            envelope = Envelope.sign(json, key);
        }
        try {
            DurableFile.write(file, envelope.bytes());
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the envelope cannot be written (" + e + ")", e);
        }
    }

    private static Path directory(Path run) {
        Path path = run.toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return path;
        }
        Path parent = path.getParent();
        if (parent == null || !Files.exists(path)) {
            throw new UnreadableException(run.toString(), "there is no such run");
        }
        if (!FILES_OF_A_RUN.contains(path.getFileName().toString())) {
            throw new UnreadableException(
                    run.toString(), "is neither a run directory nor the " + Manifest.FILE_NAME + " in one");
        }
        return parent;
    }

    private static Envelope envelope(Path directory) {
        Path file = directory.resolve(Manifest.ENVELOPE_FILE_NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            ManifestJson.read(directory);
            throw new RefusedException(directory.toString(), "a signed run", "no " + Manifest.ENVELOPE_FILE_NAME);
        }
        try {
            return Envelope.read(file);
        } catch (UnreadableException e) {
            throw new RefusedException(file.toString(), "a DSSE envelope", "something else: " + e.getMessage());
        }
    }

    private static byte[] bytes(Path manifest) {
        try {
            byte[] json = BoundedFile.read(manifest, ManifestJson.MAXIMUM_SIZE);
            if (json.length > ManifestJson.MAXIMUM_SIZE) {
                throw new RefusedException(
                        manifest.toString(), "at most " + ManifestJson.MAXIMUM_SIZE + " bytes", "more");
            }
            return json;
        } catch (IOException e) {
            throw new RefusedException(manifest.toString(), "the bytes that were signed", "no readable file: " + e);
        }
    }

    private static void requireMet(TrustPolicy.Requirements requirements, Manifest manifest, Path directory) {
        String status = manifest.details().status().name();
        if (!requirements.statuses().isEmpty() && !requirements.statuses().contains(status)) {
            throw new RefusedException(
                    directory.toString(), "a status the policy accepts: " + requirements.statuses(), status);
        }
        long uncontrolled = manifest.hazards().stream()
                .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .count();
        if (requirements.strict() && uncontrolled > 0) {
            throw new RefusedException(
                    directory.toString(), "no uncontrolled hazard, as the policy asks", Long.toString(uncontrolled));
        }
    }

    private static void requireFiles(Path directory, Manifest manifest, SortedSet<String> strays) {
        List<RefusedException> refusals = new ArrayList<>();
        manifest.subjects().forEach((name, digest) -> {
            try {
                requireFile(directory, name, digest);
            } catch (RefusedException e) {
                refusals.add(e);
            }
        });
        refusals.addAll(unexpectedOutputs(directory, strays));
        if (refusals.isEmpty()) {
            requireSeries(directory, manifest);
        }
        if (!refusals.isEmpty()) {
            RefusedException first = refusals.get(0);
            refusals.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void requireFile(Path directory, String name, Sha256 expected) {
        Path file = file(directory, name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(name, "a regular file", Files.exists(file) ? "something else" : "no such file");
        }
        try {
            Sha256 actual = FileDigest.of(file).sha256();
            if (!actual.equals(expected)) {
                throw new RefusedException(name, "sha256 " + expected, "sha256 " + actual);
            }
        } catch (IOException e) {
            throw new RefusedException(name, "sha256 " + expected, "a file that cannot be read: " + e);
        }
    }

    private static Path file(Path directory, String name) {
        try {
            Path file = directory.resolve(name).normalize();
            if (file.startsWith(directory) && !Path.of(name).isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new RefusedException(name, "a name below the run directory", "one that no file can have here");
        }
        throw new RefusedException(name, "a name below the run directory", "one outside it");
    }

    /** The manifest's summary of values by step must match its own file of them. */
    private static void requireSeries(Path directory, Manifest manifest) {
        if (!manifest.subjects().containsKey(MetricsFile.FILE_NAME)) {
            if (manifest.series().isEmpty()) {
                return;
            }
            throw new RefusedException(MetricsFile.FILE_NAME, "a subject, since there are values by step", "none");
        }
        List<MetricSeries> found;
        try {
            found = MetricsFile.series(directory.resolve(MetricsFile.FILE_NAME));
        } catch (UnreadableException e) {
            throw new RefusedException(MetricsFile.FILE_NAME, "the values by step", String.valueOf(e.getMessage()));
        }
        if (!found.equals(manifest.series()) && !leavesSeriesOut(manifest)) {
            throw new RefusedException(
                    MetricsFile.FILE_NAME, "the values that the manifest sums up", "different values");
        }
    }

    /** A run whose manifest would have been too large has failed, and may state none of its series. */
    private static boolean leavesSeriesOut(Manifest manifest) {
        return manifest.series().isEmpty() && manifest.details().status() == RunStatus.FAILED;
    }

    private static List<RefusedException> unexpectedOutputs(Path directory, SortedSet<String> strays) {
        Path outputs = directory.resolve(Manifest.OUTPUTS);
        if (Files.exists(outputs, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(outputs, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(new RefusedException(Manifest.OUTPUTS, "a folder", "something else"));
        }
        return strays.stream()
                .filter(VerifiedRun::isOutput)
                .map(name ->
                        new RefusedException(name, "only files that the manifest has as subjects", "a further one"))
                .toList();
    }

    private static boolean isOutput(String name) {
        return name.startsWith(Manifest.OUTPUTS);
    }

    /** Everything in the run directory that its manifest does not mention. */
    private static SortedSet<String> strays(Path directory, Manifest manifest) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> SlashedPath.of(directory.relativize(file)))
                    .filter(name -> !manifest.subjects().containsKey(name) && !FILES_OF_A_RUN.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(directory.toString(), "cannot be listed (" + e + ")", e);
        }
    }
}
