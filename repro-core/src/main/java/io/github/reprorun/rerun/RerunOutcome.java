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

/**
 * Determines the result of a re-run from the files that it left. Immutable, hence safe to share between threads.
 *
 * @param original the run that was repeated
 * @param tracing whether the traces have to be equal, whatever the results
 */
record RerunOutcome(VerifiedRun original, boolean tracing) {
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
        RunDetails.Ending ending = manifest.details().ending();
        if (ending == RunDetails.Ending.STOPPED_AT_DIVERGENCE) {
            return RerunResult.diverged(rerun, Comparison.upToStop(original.manifest(), manifest));
        }
        if (ending != RunDetails.Ending.SUCCEEDED && ending != RunDetails.Ending.BROKE_EXPECTATION) {
            return RerunResult.failed(rerun, status);
        }
        Comparison comparison = Comparison.between(original.manifest(), original.directory(), manifest, directory);
        return tracing && comparison.hasOtherSteps()
                ? RerunResult.diverged(rerun, comparison)
                : RerunResult.compared(rerun, comparison);
    }
}
