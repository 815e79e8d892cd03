package io.github.reprorun.runs;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import java.nio.file.Path;

/**
 * The directory and the manifest that a run left behind. Immutable, hence safe to share between threads.
 *
 * @param directory the run directory, absolute
 * @param manifest what the run stated of itself
 */
public record RunResult(Path directory, Manifest manifest) {
    /** SHA-256 over the canonical form of inputs, parameters, seed, outputs and metrics: one line to compare. */
    public Sha256 resultDigest() {
        return manifest.resultDigest();
    }
}
