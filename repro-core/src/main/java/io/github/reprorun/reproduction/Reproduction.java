package io.github.reprorun.reproduction;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.trace.Divergence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The outcome of one re-run. Immutable, hence safe to share between threads.
 *
 * @param original the digest of the manifest of the run that was repeated, byte for byte
 * @param rerun the digest of the re-run's own manifest
 * @param rerunId the re-run's id, as in its directory's name
 * @param finishedOn when the re-run ended, by the clock of its machine; advisory
 * @param verdict whether the run reproduced
 * @param statement the verdict with what was compared, one line that begins with the verdict
 * @param compared how much was compared
 * @param tolerances how far values were off against what had been declared beforehand, one line each; empty unless the verdict
 *     is {@link Verdict#WITHIN_TOLERANCE}
 * @param resumptions what the runs continued without if they were resumed, one line each
 * @param acceptedCode the code that was not what the original had, each change on one line; empty unless it was accepted
 * @param result the re-run's result digest; empty if it has no result
 * @param divergence where the trainings part; empty unless both left a trace, or if they do not
 * @param causes what may be the reason if the results are not the same bits, the likeliest first
 * @param machine what is known of the re-run's machine that can decide about bits, by name
 */
public record Reproduction(
        Sha256 original,
        Sha256 rerun,
        String rerunId,
        Instant finishedOn,
        Verdict verdict,
        String statement,
        Comparison.Scope compared,
        List<String> tolerances,
        List<String> resumptions,
        List<String> acceptedCode,
        Optional<Sha256> result,
        Optional<Divergence> divergence,
        List<Aspect> causes,
        SortedMap<String, String> machine) {
    /** SLSA's verification summary, <a href="https://slsa.dev/spec/v1.1/verification_summary">version 1</a>. */
    public static final String PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1";

    /** The folder in the directory of a run that holds what others attested of it. */
    public static final String FOLDER = "reproductions";

    /** The end of the names of the files in {@link #FOLDER}. */
    public static final String ENVELOPE_SUFFIX = ".dsse.json";

    /** The file in the directory of each re-run that keeps its verdict, unsigned: a statement as it would be signed. */
    public static final String FILE_NAME = "reproduction.json";

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException if {@code statement} is more than a line or begins with another verdict
     * @throws io.github.reprorun.failure.UsageException if {@code rerunId} could not be the name of a file everywhere
     */
    public Reproduction {
        PlainName.require("re-run", rerunId);
        if (!statement.startsWith(verdict.name()) || !statement.equals(OneLine.of(statement))) {
            throw new IllegalArgumentException("the statement of " + verdict + " is " + OneLine.of(statement));
        }
        tolerances = List.copyOf(tolerances);
        resumptions = List.copyOf(resumptions);
        acceptedCode = List.copyOf(acceptedCode);
        causes = List.copyOf(causes);
        machine = Collections.unmodifiableSortedMap(new TreeMap<>(machine));
    }

    /**
     * The outcome of a re-run.
     *
     * @param original the run that was repeated
     * @param rerun its re-run
     * @param comparison the two side by side
     * @param statement the verdict in words, on one line
     * @param acceptedCode the changes of accepted code
     */
    public static Reproduction of(
            VerifiedRun original, RunResult rerun, Comparison comparison, String statement, List<String> acceptedCode) {
        return new Reproduction(
                digest(original),
                Sha256.of(ManifestJson.write(rerun.manifest())),
                rerun.directory().getFileName().toString(),
                rerun.manifest().details().finishedOn(),
                comparison.verdict(),
                OneLine.of(statement),
                comparison.compared(),
                tolerances(comparison),
                comparison.resumptions(),
                acceptedCode,
                rerun.manifest().result(),
                Optional.empty(),
                List.copyOf(comparison.causes()),
                Machine.facts(rerun.manifest().definition().environment()));
    }

    private static List<String> tolerances(Comparison comparison) {
        return comparison.differences().stream()
                .filter(Difference::isAllowed)
                .map(each ->
                        each.where() + ": " + each.allowance().orElseThrow().text())
                .toList();
    }

    /** The digest that a reproduction of {@code run} has as its subject: that of the manifest, byte for byte. */
    static Sha256 digest(VerifiedRun run) {
        return Sha256.of(ManifestJson.write(run.manifest()));
    }

    /** This, of trainings that part at {@code divergence}, for which {@code cause} is likeliest. */
    public Reproduction with(Divergence divergence, Aspect cause) {
        return new Reproduction(
                original,
                rerun,
                rerunId,
                finishedOn,
                verdict,
                statement,
                compared,
                tolerances,
                resumptions,
                acceptedCode,
                result,
                Optional.of(divergence),
                List.of(cause),
                machine);
    }

    /** Whether a file of a run that is called {@code name}, relative to its directory, is where reproductions lie. */
    public static boolean isAttestation(String name) {
        return name.startsWith(FOLDER + "/")
                && name.endsWith(ENVELOPE_SUFFIX)
                && name.indexOf('/') == name.lastIndexOf('/');
    }

    /** Whether it confirms the run: the same bits, or values within what was declared beforehand, by the recorded code. */
    public boolean confirms() {
        return (verdict == Verdict.REPRODUCED || verdict == Verdict.WITHIN_TOLERANCE) && acceptedCode.isEmpty();
    }

    /** The bytes of the statement: JSON in UTF-8. */
    public byte[] bytes() {
        return (JsonText.indented(ReproductionStatement.tree(this)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Keeps the unsigned statement in the directory of the re-run, in place of one that is there.
     *
     * @throws UnwritableException if it cannot be written
     */
    public void keepIn(Path rerunDirectory) {
        write(rerunDirectory.resolve(FILE_NAME), bytes());
    }

    /**
     * Signs the statement and puts it beside the run that was repeated.
     *
     * @return the file, in {@link #FOLDER} of the run's directory
     * @throws IllegalArgumentException if this is about a different run
     * @throws UnwritableException if it cannot be written
     */
    public Path attest(VerifiedRun run, SigningKey key) {
        if (!digest(run).equals(original)) {
            throw new IllegalArgumentException("this is no reproduction of " + run.directory());
        }
        requireRoom(run);
        Path folder = run.directory().resolve(FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UnwritableException(folder.toString(), "cannot be made (" + e + ")", e);
        }
        Path file = folder.resolve(rerunId + ENVELOPE_SUFFIX);
        write(file, Envelope.sign(bytes(), key).bytes());
        return file;
    }

    /**
     * Checks before a re-run that its outcome can be put beside {@code run}.
     *
     * @throws UnwritableException if nothing may be written there
     */
    public static void requireRoom(VerifiedRun run) {
        Path folder = run.directory().resolve(FOLDER);
        boolean isThere = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
        if (isThere && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnwritableException(folder.toString(), "is no folder, hence no reproduction can be attested");
        }
        if (!Files.isWritable(isThere ? folder : run.directory())) {
            throw new UnwritableException(
                    folder.toString(),
                    "cannot be written, hence no reproduction be attested; copy the run and give the" + " copy");
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            DurableFile.write(file, bytes);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the verdict cannot be written (" + e + ")", e);
        }
    }
}
