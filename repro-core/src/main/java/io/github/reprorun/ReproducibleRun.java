package io.github.reprorun;

import java.nio.file.Path;

/**
 * Wraps a training so that it can be repeated, and writes a manifest beside what it makes. A mutable builder, to be used
 * by one thread.
 */
public final class ReproducibleRun {
    private ReproducibleRun() {}

    /** Begins the description of a run called {@code name}. */
    public static ReproducibleRun of(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** The root seed; absent, one is drawn, recorded and printed. */
    public ReproducibleRun seed(long seed) {
        return this;
    }

    /** Where run directories are made; {@code runs} by default. */
    public ReproducibleRun runsDirectory(Path directory) {
        return this;
    }

    /** The private key, as PKCS#8 PEM, that signs the manifest; without it the run is unsigned, and says so. */
    public ReproducibleRun signedBy(Path key) {
        return this;
    }

    /** The number of native threads; by default this machine's, recorded and replayed. */
    public ReproducibleRun threads(int threads) {
        return this;
    }

    /** Ends a run with an error when it meets a source of chance that cannot be held. */
    public ReproducibleRun strict() {
        return this;
    }

    /** Runs {@code training} in this JVM. */
    public RunResult execute(Training training) {
        throw new UnsupportedOperationException(training.toString());
    }

    /** Runs {@code training} in a pinned JVM of its own and ends this one with its exit status. */
    public void launch(String[] args, Training training) {
        throw new UnsupportedOperationException(training.toString() + args.length);
    }
}
