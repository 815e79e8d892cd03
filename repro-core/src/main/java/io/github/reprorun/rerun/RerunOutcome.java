package io.github.reprorun.rerun;

import io.github.reprorun.compare.Comparison;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.runs.VerifiedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Determines the result of a re-run from the files that it left. Immutable, hence safe to share between threads.
 *
 * @param original the run that was repeated
 * @param tracing whether the traces have to be equal, whatever the results
 * @param accepted the other code that was accepted before the re-run started
 */
record RerunOutcome(VerifiedRun original, boolean tracing, OtherCode accepted) {
    /**
     * The result of a re-run.
     *
     * @param directory its run directory, which may not exist
     * @param status the exit status of its JVM
     * @throws NotRerunnableException if it was refused on this machine, or ended before its run began
     * @throws UsageException if it was refused because of its settings
     */
    RerunResult of(Path directory, int status) {
        if (!Files.exists(directory)) {
            if (status == ExitStatus.USAGE) {
                throw new UsageException("re-run", "it was refused before it began, for the reason given above");
            }
            throw new NotRerunnableException(
                    "re-run",
                    status == ExitStatus.UNSUPPORTED
                            ? "it was refused on this machine before it trained, for the reason given above"
                            : "the program ended with status " + status + " before its run began");
        }
        if (!Files.exists(directory.resolve(Manifest.FILE_NAME))) {
            return RerunResult.withoutManifest(status);
        }
        Manifest manifest = ManifestJson.read(directory);
        RunResult rerun = new RunResult(directory, manifest);
        List<String> otherCode = otherCode(manifest, directory).changes();
        RunDetails.Ending ending = manifest.details().ending();
        if (ending == RunDetails.Ending.STOPPED_AT_DIVERGENCE) {
            return RerunResult.diverged(rerun, Comparison.upToStop(original.manifest(), manifest))
                    .by(otherCode);
        }
        if (ending != RunDetails.Ending.SUCCEEDED && ending != RunDetails.Ending.BROKE_EXPECTATION) {
            return RerunResult.failed(rerun, status);
        }
        Comparison comparison = Comparison.between(original.manifest(), original.directory(), manifest, directory);
        RerunResult result = tracing && comparison.hasOtherSteps()
                ? RerunResult.diverged(rerun, comparison)
                : RerunResult.compared(rerun, comparison);
        return result.by(otherCode);
    }

    /**
     * The other code that ran: as it was accepted, or as the re-run digested it itself.
     *
     * @throws NotRerunnableException if the code was the original's before the re-run started, and no longer when it ran
     */
    private OtherCode otherCode(Manifest rerun, Path directory) {
        SameOrigin origin = new SameOrigin(original.manifest().definition(), original.directory());
        OtherCode ran = origin.otherCode(Listed.of(rerun.definition(), directory));
        if (accepted.isNone()
                && !ran.isNone()
                && !rerun.definition().classPath().isEmpty()) {
            throw origin.refused(ran);
        }
        return accepted.isNone() || ran.isNone() ? accepted : ran;
    }
}
