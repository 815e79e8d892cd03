package io.github.reprorun.cli;

import io.github.reprorun.Rerun;
import io.github.reprorun.VerifiedRun;
import io.github.reprorun.bisect.Bisection;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.bisect.Replays;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bisect",
        description = {
            "Finds the first step at which two runs part, and why.",
            "It compares their traces and, if it is told whose signatures are believed, replays both up to that step with"
                    + " all arrays of the step kept. Without such an option it starts nothing, believes both manifests,"
                    + " and tells what the traces tell."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 the runs are equal, 1 they part or are refused, 2 usage or unreadable input."})
final class BisectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The run to compare with it.")
    private Path second;

    @Mixin
    private TrustOptions trust;

    @Option(names = "--allow-unsigned", description = "Replays without asking who made the manifests.")
    private boolean allowUnsigned;

    @Option(names = "--no-replay", description = "Compares the traces and replays nothing.")
    private boolean noReplay;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keeps what the replays make, in a new folder.")
    private @Nullable Path keep;

    @Option(names = "--java", paramLabel = "PATH", description = "The java to start, or a script that wraps one.")
    private @Nullable Path java;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the programs start.")
    private @Nullable Path directory;

    @Option(names = "--class-path", paramLabel = "CP", description = "The class path in place of the recorded ones.")
    private @Nullable String classPath;

    @Option(names = "--input", paramLabel = "NAME=PATH", description = "Where an input of both lies.")
    private Map<String, Path> inputs = new LinkedHashMap<>();

    @Option(names = "--secret", paramLabel = "TEXT", description = "The next of the arguments recorded as <redacted>.")
    private List<String> secrets = new ArrayList<>();

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            Bisection.Result result = find();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Json.print(out, BisectText.document(result));
            } else {
                BisectText.print(out, result);
            }
            return result.first().divergence().isPresent() ? ExitStatus.DIFFERENT : ExitStatus.OK;
        } catch (NotUnderstoodException e) {
            if (json) {
                Json.print(spec.commandLine().getOut(), NewerText.unverifiable(e));
            } else {
                spec.commandLine().getOut().println(Verdict.UNVERIFIABLE);
            }
            throw e;
        } catch (RefusedException refused) {
            if (json) {
                Json.print(spec.commandLine().getOut(), Json.refusal(refused));
            }
            throw refused;
        }
    }

    private Bisection.Result find() {
        if (allowUnsigned && trust.policy().isPresent()) {
            throw new UsageException("--allow-unsigned", "cannot stand beside --trusted-key or --policy");
        }
        if (!allowUnsigned && trust.policy().isEmpty()) {
            return fromTraces("say whose signatures are believed, with --trusted-key or --policy, or --allow-unsigned");
        }
        VerifiedRun expected = verified(first);
        VerifiedRun actual = verified(second);
        if (noReplay) {
            return fromTraces("--no-replay");
        }
        try (ReplayFolder folder = ReplayFolder.of(keep)) {
            Bisection bisection = new Bisection(expected, actual, this::rerun, folder.path(), this::tell);
            return undamaged(bisection::run);
        }
    }

    private Bisection.Result fromTraces(String reason) {
        FirstDivergence found = undamaged(() -> FirstDivergence.between(first, second));
        return new Bisection.Result(
                found, found.divergence().isEmpty() ? Replays.notNeeded() : Replays.notReplayed(reason));
    }

    private VerifiedRun verified(Path run) {
        return allowUnsigned ? VerifiedRun.unsigned(run) : trust.verify(run);
    }

    private Rerun rerun(VerifiedRun run) {
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

    /** A damaged trace is unreadable input here; that it is not what was signed is for verification to say. */
    private static <T> T undamaged(Supplier<T> comparison) {
        try {
            return comparison.get();
        } catch (RefusedException e) {
            throw new UnreadableException(e.subject(), "the trace is damaged: " + e.getMessage(), e);
        }
    }

    private void tell(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("reprorun: " + progress);
        err.flush();
    }
}
