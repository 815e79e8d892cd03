package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.internal.words.StudyPlace;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.rerun.RerunResult;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.trace.TraceWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rerun",
        description = "Verifies a run, runs it again in a fresh pinned JVM, and says whether it reproduced.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 reproduced or within tolerance, 1 diverged or refused, 2 usage or unreadable input, 3 cannot be"
                    + " re-run or nothing to compare, 4 the training failed."
        })
final class RerunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path run;

    @Mixin
    private RerunOptions options;

    @Option(names = "--runs", paramLabel = "DIR", description = "Where the re-run's directory is made.")
    private @Nullable Path runs;

    @Option(names = "--sign", paramLabel = "KEY", description = "The private key that signs the re-run's manifest.")
    private @Nullable Path key;

    @Option(
            names = "--attest",
            paramLabel = "KEY",
            description = "The private key that signs the outcome, which is put into " + Reproduction.FOLDER
                    + "/ of the run for others to verify.")
    private @Nullable Path attestingKey;

    @Option(names = "--parameter", paramLabel = "NAME=VALUE", description = "A different value for a parameter.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--stop-at-divergence",
            description = "Compares each step with the run's trace and stops at the first that differs.")
    private boolean stopAtDivergence;

    @Option(
            names = "--accept",
            paramLabel = "code",
            description = "code: continues if the code is not what the run had, and says so in the verdict.")
    private List<String> accepted = new ArrayList<>();

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            VerifiedRun original = options.verify(run);
            Optional<SigningKey> attester = attester(original);
            RerunResult result = rerun(original).run();
            Optional<FirstDivergence> parting = parting(original, result);
            RerunReport report = new RerunReport(original, result, parting, place(original, result));
            Optional<UnwritableException> unattested = attester.flatMap(report::attest);
            if (json) {
                Json.print(out(), report.document());
            } else {
                report.print(out());
            }
            if (unattested.isPresent()) {
                throw unattested.get();
            }
            return status(result);
        } catch (NotRerunnableException e) {
            return unverifiable(e);
        } catch (NotUnderstoodException e) {
            if (json) {
                Json.print(out(), NewerText.unverifiable(e));
            } else {
                out().println(Verdict.UNVERIFIABLE);
            }
            throw new NotRerunnableException(e.subject(), e.problem(), e);
        } catch (RefusedException refused) {
            if (json) {
                Json.print(out(), Json.refusal(refused));
            }
            throw refused;
        }
    }

    /** Reads the key before anything runs. */
    private Optional<SigningKey> attester(VerifiedRun original) {
        if (attestingKey == null) {
            return Optional.empty();
        }
        if (!parameters.isEmpty()) {
            throw new UsageException("--attest", "cannot stand beside --parameter: that is a different run");
        }
        Reproduction.requireRoom(original);
        return Optional.of(SigningKey.read(attestingKey));
    }

    private int unverifiable(NotRerunnableException failure) {
        if (json) {
            ObjectNode document = Json.object();
            document.put("verdict", Verdict.UNVERIFIABLE.name());
            document.put("reason", failure.getMessage());
            Json.print(out(), document);
        } else {
            out().println(Verdict.UNVERIFIABLE);
        }
        throw failure;
    }

    private Rerun rerun(VerifiedRun original) {
        Rerun rerun = options.rerun(original);
        if (runs != null) {
            rerun.runsDirectory(runs);
        }
        if (key != null) {
            rerun.signedBy(key);
        }
        if (json) {
            rerun.outputOnError();
        }
        if (stopAtDivergence) {
            rerun.stopAtDivergence();
        }
        for (String consent : accepted) {
            if (!consent.equals("code")) {
                throw new UsageException("--accept", consent + " is nothing that can be accepted; code is");
            }
            rerun.acceptOtherCode();
        }
        parameters.forEach(rerun::parameter);
        return rerun;
    }

    /** Where the trainings diverged, if they did and both left a trace. */
    private static Optional<FirstDivergence> parting(VerifiedRun original, RerunResult result) {
        return result.run()
                .filter(rerun -> !result.trainingFailed() && result.verdict() != Verdict.REPRODUCED)
                .flatMap(rerun -> parting(original, rerun));
    }

    /** The manifest that was verified is the one that is compared: the program may have overwritten it since. */
    private static Optional<FirstDivergence> parting(VerifiedRun original, RunResult rerun) {
        Path expected = original.directory().resolve(TraceWriter.FILE_NAME);
        Path actual = rerun.directory().resolve(TraceWriter.FILE_NAME);
        return Files.exists(expected) && Files.exists(actual)
                ? Optional.of(FirstDivergence.between(original.manifest(), expected, rerun.manifest(), actual))
                : Optional.empty();
    }

    /** Among the seeds of its study, if it has no equal bits. */
    private Optional<StudyPlace> place(VerifiedRun original, RerunResult result) {
        return result.run()
                .filter(rerun -> !result.trainingFailed() && result.verdict() != Verdict.REPRODUCED)
                .flatMap(rerun -> StudyPlace.of(original, rerun.manifest(), options.policy(), !accepted.isEmpty()));
    }

    private static int status(RerunResult result) {
        if (result.trainingFailed()) {
            return ExitStatus.TRAINING_FAILED;
        }
        return switch (result.verdict()) {
            case REPRODUCED, WITHIN_TOLERANCE -> ExitStatus.OK;
            case DIVERGED -> ExitStatus.DIFFERENT;
            case UNVERIFIABLE -> ExitStatus.UNVERIFIABLE;
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
