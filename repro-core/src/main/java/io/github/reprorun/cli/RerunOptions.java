package io.github.reprorun.cli;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which runs may be started again, and where what they need is on this machine. */
final class RerunOptions {
    @Mixin
    private TrustOptions trust;

    @Option(names = "--allow-unsigned", description = "Acts on a manifest without asking who made it.")
    private boolean allowUnsigned;

    @Option(names = "--java", paramLabel = "PATH", description = "The java to start, or a script that wraps one.")
    private @Nullable Path java;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the program starts.")
    private @Nullable Path directory;

    @Option(names = "--class-path", paramLabel = "CP", description = "The class path in place of the recorded one.")
    private @Nullable String classPath;

    @Option(names = "--input", paramLabel = "NAME=PATH", description = "Where an input lies.")
    private Map<String, Path> inputs = new LinkedHashMap<>();

    @Option(names = "--secret", paramLabel = "TEXT", description = "The next of the arguments recorded as <redacted>.")
    private List<String> secrets = new ArrayList<>();

    /** Whose signatures are believed, or empty if none is asked for. */
    Optional<TrustPolicy> policy() {
        return trust.policy();
    }

    /** Whether the options tell whose manifests may be acted on. */
    boolean tellWhomToBelieve() {
        return allowUnsigned || trust.policy().isPresent();
    }

    /** Verifies {@code run} as was asked for. */
    VerifiedRun verify(Path run) {
        if (!allowUnsigned) {
            return trust.verify(run);
        }
        if (trust.policy().isPresent()) {
            throw new UsageException("--allow-unsigned", "cannot stand beside --trusted-key or --policy");
        }
        return VerifiedRun.unsigned(run);
    }

    /** Begins the description of a re-run of {@code run}. */
    Rerun rerun(VerifiedRun run) {
        Rerun rerun = Rerun.of(run);
        if (java != null) {
            rerun.java(java);
        }
        if (directory != null) {
            rerun.workingDirectory(directory);
        }
        if (classPath != null) {
            rerun.classPath(classPath);
        }
        inputs.forEach(rerun::input);
        secrets.forEach(rerun::secret);
        return rerun;
    }
}
