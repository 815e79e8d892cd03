package io.github.reprorun;

import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceReader;
import io.github.reprorun.trace.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the traces of two runs part, and what the manifests suggest as the cause. Nothing is verified and nothing re-run.
 * Immutable, hence safe to share between threads.
 *
 * @param comparison the manifests side by side
 * @param divergence the first step and quantity that differ, or empty if the traces are equal
 * @param cause the likeliest cause of it; present exactly if {@code divergence} is
 */
public record FirstDivergence(Comparison comparison, Optional<Divergence> divergence, Optional<Aspect> cause) {
    /** @throws IllegalArgumentException unless there is a cause exactly if there is a divergence */
    public FirstDivergence {
        if (divergence.isPresent() != cause.isPresent()) {
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
     * @throws io.github.reprorun.failure.RefusedException if a trace is damaged
     */
    public static FirstDivergence between(Path expected, Path actual) {
        Manifest first = ManifestJson.read(expected);
        Manifest second = ManifestJson.read(actual);
        Comparison comparison = Comparison.between(first, second);
        try (TraceReader before = TraceReader.open(trace(expected));
                TraceReader after = TraceReader.open(trace(actual))) {
            TraceComparison traces = TraceComparison.of(before, after);
            if (traces.compared().isEmpty()) {
                throw new UnreadableException(
                        actual.toString(), "its trace has no quantity in common with that of " + expected);
            }
            Optional<Divergence> divergence = traces.firstDivergence();
            return new FirstDivergence(
                    comparison, divergence, divergence.map(found -> cause(found, comparison.causes())));
        }
    }

    private static Path trace(Path run) {
        Path directory = Files.isDirectory(run) ? run : run.toAbsolutePath().getParent();
        Path trace = directory == null ? Path.of(TraceWriter.FILE_NAME) : directory.resolve(TraceWriter.FILE_NAME);
        if (!Files.isRegularFile(trace)) {
            throw new UnreadableException(trace.toString(), "the run left no trace");
        }
        return trace;
    }

    /** The first aspect that can explain the phase and in which the manifests differ; else chance that was not held. */
    static Aspect cause(Divergence divergence, Set<Aspect> differing) {
        List<Aspect> candidates = switch (divergence.phase()) {
            case BATCH -> List.of(Aspect.DATA, Aspect.PARAMETERS, Aspect.SEED, Aspect.CODE);
            case GENERATOR -> List.of(Aspect.SEED, Aspect.PARAMETERS, Aspect.CODE);
            case FORWARD, GRADIENT -> List.of(Aspect.NUMERICS, Aspect.PARAMETERS, Aspect.CODE, Aspect.ENVIRONMENT);
            case UPDATE -> List.of(Aspect.PARAMETERS, Aspect.CODE, Aspect.NUMERICS, Aspect.ENVIRONMENT);
            case NETWORK, SEQUENCE, PARAMETERS ->
                List.of(Aspect.PARAMETERS, Aspect.SEED, Aspect.CODE, Aspect.DATA, Aspect.NUMERICS, Aspect.ENVIRONMENT);
        };
        return candidates.stream().filter(differing::contains).findFirst().orElse(Aspect.NONDETERMINISM);
    }

    /** One sentence for people: which quantity parted first, where, and why in all likelihood; empty without one. */
    public Optional<String> explanation() {
        return divergence.map(found -> {
            String layer = found.layer().map(name -> " of layer " + name).orElse("");
            Aspect aspect = cause.orElseThrow();
            String because = aspect == Aspect.NONDETERMINISM
                    ? "no difference between the manifests explains it: a source of chance was not held, or the state was"
                            + " changed from outside"
                    : "the manifests differ in " + aspect;
            return "the " + found.quantity() + layer + " is the first to differ, at iteration " + found.iteration()
                    + ", epoch " + found.epoch() + "; " + because;
        });
    }
}
