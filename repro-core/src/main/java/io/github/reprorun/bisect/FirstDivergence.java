package io.github.reprorun.bisect;

import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Attribution;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Difference;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the traces of two runs diverge, and the cause that the manifests suggest. It verifies nothing and re-runs
 * nothing. Immutable, hence safe to share between threads.
 *
 * @param comparison manifests and traces side by side; diverged if they part, if only within tolerance
 * @param traces the traces side by side
 * @param divergence the first step and quantity that differ, or empty if neither the traces nor the results do
 * @param attribution the likeliest cause of it; present exactly if {@code divergence} is
 */
public record FirstDivergence(
        Comparison comparison,
        TraceComparison traces,
        Optional<Divergence> divergence,
        Optional<Attribution> attribution) {
    /** @throws IllegalArgumentException unless there is a cause exactly if there is a divergence */
    public FirstDivergence {
        if (divergence.isPresent() != attribution.isPresent()) {
            throw new IllegalArgumentException("a divergence has a cause, and nothing else has");
        }
    }

    /**
     * Compares the traces of two runs.
     *
     * @param expected a run directory, or its manifest
     * @param actual the run to compare with it
     * @throws UnreadableException if a manifest or a trace is not there or not readable, or the traces have no quantity in
     *     common, so that nothing could be compared
     * @throws io.github.reprorun.failure.NotUnderstoodException if a manifest says that its reader must understand
     *     something that this version does not
     * @throws io.github.reprorun.failure.RefusedException if a trace is damaged
     */
    public static FirstDivergence between(Path expected, Path actual) {
        Manifest first = ManifestJson.read(expected);
        Manifest second = ManifestJson.read(actual);
        return between(first, trace(expected), second, trace(actual));
    }

    /**
     * As {@link #between(Path, Path)}, of runs that were verified: their manifests are not read again.
     *
     * @throws UnreadableException as {@link #between(Path, Path)}
     * @throws io.github.reprorun.failure.RefusedException if a trace is damaged
     */
    public static FirstDivergence between(VerifiedRun expected, VerifiedRun actual) {
        return between(expected.manifest(), trace(expected.directory()), actual.manifest(), trace(actual.directory()));
    }

    /**
     * As {@link #between(Path, Path)}, of runs whose manifests are known, with traces that may lie elsewhere.
     *
     * @throws UnreadableException as {@link #between(Path, Path)}
     * @throws io.github.reprorun.failure.RefusedException if a trace is damaged
     */
    public static FirstDivergence between(Manifest expected, Path expectedTrace, Manifest actual, Path actualTrace) {
        try (TraceReader before = TraceReader.open(expectedTrace);
                TraceReader after = TraceReader.open(actualTrace)) {
            TraceComparison traces = TraceComparison.of(before, after);
            if (traces.compared().isEmpty()) {
                throw new UnreadableException(
                        actualTrace.toString(), "the trace has no quantity in common with " + expectedTrace);
            }
            Comparison comparison = Comparison.between(expected, actual, traces);
            Optional<Divergence> divergence = traces.firstDivergence().or(() -> result(before.lastStep(), comparison));
            return new FirstDivergence(
                    divergence.isPresent() ? comparison.diverged() : comparison,
                    traces,
                    divergence,
                    divergence.map(found -> Attribution.of(found, Attribution.Distance.UNKNOWN, expected, actual)));
        }
    }

    /** The first effect in which the manifests differ, after equal steps, or none at all. */
    private static Optional<Divergence> result(Optional<TraceRecord> last, Comparison comparison) {
        return comparison.differences().stream()
                .filter(difference -> difference.aspect().isEffect())
                .findFirst()
                .map(difference -> Divergence.ofResult(last, text(difference, true), text(difference, false)));
    }

    private static String text(Difference difference, boolean expected) {
        return difference.where() + " " + (expected ? difference.expected() : difference.actual()).orElse("absent");
    }

    static Path trace(Path run) {
        Path directory = Files.isDirectory(run) ? run : run.toAbsolutePath().getParent();
        Path trace = directory == null ? Path.of(TraceWriter.FILE_NAME) : directory.resolve(TraceWriter.FILE_NAME);
        if (!Files.isRegularFile(trace)) {
            throw new UnreadableException(trace.toString(), "the run left no trace");
        }
        return trace;
    }

    /** This, with a different cause. */
    FirstDivergence with(Attribution other) {
        return new FirstDivergence(comparison, traces, divergence, Optional.of(other));
    }

    /** This, with {@code layer} as the first that differs: one without parameters is in no trace. */
    FirstDivergence inLayer(String layer) {
        return new FirstDivergence(comparison, traces, divergence.map(found -> found.startingWith(layer)), attribution);
    }

    /** The verdict of {@link #comparison}. */
    public Verdict verdict() {
        return comparison.verdict();
    }

    /** The likeliest cause. */
    public Optional<Aspect> cause() {
        return attribution.map(Attribution::cause);
    }

    /** One sentence for people: where, what was still the same, what no longer, and why; empty without a divergence. */
    public Optional<String> explanation() {
        return divergence.map(
                found -> Explanation.of(found, traces.bracket(), traces.compared(), attribution.orElseThrow()));
    }
}
