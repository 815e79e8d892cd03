package io.github.reprorun.cli;

import io.github.reprorun.bisect.Bisection;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.words.BisectText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.runs.VerifiedRun;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Finds the first step at which two runs diverge, and why.",
            "It compares their traces and, given trusted keys, a policy or --allow-unsigned, replays both up to"
                    + " that step with all arrays of the step kept. Without such an option it starts nothing, believes both"
                    + " manifests, and reports what the traces show."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 the runs are equal, 1 they diverge or are refused, 2 usage or unreadable input, 3"
                    + " nothing to compare."
        })
final class BisectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The run to compare with it.")
    private Path second;

    @Mixin
    private RerunOptions replays;

    @Option(names = "--no-replay", description = "Compares the traces and replays nothing.")
    private boolean noReplay;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keeps the files of the replays, in a new folder.")
    private @Nullable Path keep;

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
            return switch (result.first().verdict()) {
                case REPRODUCED -> ExitStatus.OK;
                case WITHIN_TOLERANCE, DIVERGED -> ExitStatus.DIFFERENT;
                case UNVERIFIABLE -> ExitStatus.UNVERIFIABLE;
            };
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
        if (!replays.tellWhomToBelieve()) {
            return fromTraces(
                    "say whose signatures are believed, with --trusted-key or --policy, or --allow-unsigned",
                    () -> FirstDivergence.between(first, second));
        }
        VerifiedRun expected = replays.verify(first);
        VerifiedRun actual = replays.verify(second);
        if (noReplay) {
            return fromTraces("--no-replay", () -> FirstDivergence.between(expected, actual));
        }
        try (ReplayFolder folder = ReplayFolder.of(keep)) {
            Bisection bisection = new Bisection(expected, actual, replays::rerun, folder.path(), this::tell);
            return undamaged(bisection::run);
        }
    }

    private static Bisection.Result fromTraces(String reason, Supplier<FirstDivergence> comparison) {
        FirstDivergence found = undamaged(comparison);
        return new Bisection.Result(
                found,
                found.divergence().isEmpty() ? Bisection.Replays.notNeeded() : Bisection.Replays.notReplayed(reason));
    }

    /**
     * A damaged trace is unreadable input here; only verification reports that a trace is not the one that was signed.
     */
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
