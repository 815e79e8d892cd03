package io.github.reprorun.rerun;

import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import java.util.List;
import java.util.Optional;

/**
 * The result of a re-run. Immutable, hence safe to share between threads.
 *
 * @param comparison the original beside the re-run
 * @param run the re-run, or empty if it left no manifest
 * @param trainingFailed whether the re-run ended before there was anything to compare
 * @param reason why the claim could not be tested, or empty if it was
 * @param acceptedCode the code that was not what the original had, each change on one line; empty unless it was accepted
 * @param reproduction what this says about the run that was repeated, for others; empty if the re-run left no manifest
 */
public record RerunResult(
        Comparison comparison,
        Optional<RunResult> run,
        boolean trainingFailed,
        Optional<String> reason,
        List<String> acceptedCode,
        Optional<Reproduction> reproduction) {
    /** Copies {@code acceptedCode}. */
    public RerunResult {
        acceptedCode = List.copyOf(acceptedCode);
    }

    /**
     * The verdict in words. Where other code gave the result, this says so with the verdict, such as {@code REPRODUCED by other
     * code: com/acme/Train.class differs}.
     */
    public String statement() {
        return isByOtherCode()
                ? verdict() + " by other code: " + otherCode()
                : verdict().toString();
    }

    /** The {@linkplain #statement() statement} with what was compared, or with why nothing was: one line. */
    public String verdictLine() {
        return isByOtherCode() ? statement() + " (compared " + comparison.compared() + ")" : comparison.verdictLine();
    }

    /** The first of the changes of the accepted code, and how many more there are, on one line; empty if there are none. */
    public String otherCode() {
        return new OtherCode(acceptedCode).summary();
    }

    private boolean isByOtherCode() {
        boolean isSame = verdict() == Verdict.REPRODUCED || verdict() == Verdict.WITHIN_TOLERANCE;
        return isSame && !acceptedCode.isEmpty();
    }

    RerunResult by(List<String> otherCode) {
        return new RerunResult(comparison, run, trainingFailed, reason, otherCode, reproduction);
    }

    /** This, as a re-run of {@code original}. */
    RerunResult of(VerifiedRun original) {
        return new RerunResult(
                comparison,
                run,
                trainingFailed,
                reason,
                acceptedCode,
                run.map(rerun -> Reproduction.of(original, rerun, comparison, verdictLine(), acceptedCode)));
    }

    /** Whether the run reproduced, in one word. */
    public Verdict verdict() {
        return comparison.verdict();
    }

    static RerunResult compared(RunResult run, Comparison comparison) {
        return new RerunResult(comparison, Optional.of(run), false, comparison.reason(), List.of(), Optional.empty());
    }

    /** The trainings themselves diverged, whatever the results. */
    static RerunResult diverged(RunResult run, Comparison comparison) {
        return new RerunResult(
                comparison.diverged(),
                Optional.of(run),
                false,
                run.manifest()
                        .details()
                        .cause()
                        .filter(cause -> run.manifest().details().ending() == RunDetails.Ending.STOPPED_AT_DIVERGENCE),
                List.of(),
                Optional.empty());
    }

    /** @throws UsageException if the program asked its run for something invalid */
    static RerunResult failed(RunResult run, int status) {
        String cause = run.manifest().details().cause().orElse("");
        if (status == ExitStatus.USAGE && run.manifest().details().ending() == RunDetails.Ending.MISUSED) {
            throw new UsageException(
                    "re-run", cause.substring(UsageException.class.getName().length() + 2));
        }
        String word = run.manifest().details().status() == RunStatus.FAILED ? "the training failed: " : "interrupted: ";
        return untested(Optional.of(run), word + cause);
    }

    static RerunResult withoutManifest(int status) {
        return untested(Optional.empty(), "the re-run ended with status " + status + " and left no manifest");
    }

    private static RerunResult untested(Optional<RunResult> run, String reason) {
        return new RerunResult(
                Comparison.unverifiable(reason), run, true, Optional.of(reason), List.of(), Optional.empty());
    }
}
