package io.github.reprorun.report;

import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.InterruptedRun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run of a report, as far as it is believed. Immutable, hence safe to share between threads.
 *
 * @param run as it was given
 * @param title its name and id, or the run as given where it was refused
 * @param status how it ended, or that it has not, or that it was refused
 * @param signature whose signature was verified, or why none was
 * @param manifest what it states, if it ended and was not refused
 * @param refusal why it was refused, if it was
 */
public record ReportedRun(
        Path run,
        String title,
        String status,
        String signature,
        Optional<Manifest> manifest,
        Optional<RefusedException> refusal) {
    /**
     * {@code run} as far as {@code trust} has it verified; without a policy this relies on its manifest or its journal,
     * and verifies nothing.
     *
     * @param run a run directory, or its manifest
     * @throws io.github.reprorun.failure.UnreadableException if there is no run, or what is believed cannot be read
     */
    public static ReportedRun of(Path run, Optional<TrustPolicy> trust) {
        Optional<InterruptedRun> unfinished = InterruptedRun.in(run);
        return trust.isPresent() ? verified(run, unfinished, trust.get()) : believed(run, unfinished);
    }

    private static ReportedRun believed(Path run, Optional<InterruptedRun> unfinished) {
        return unfinished
                .map(there -> new ReportedRun(
                        run,
                        there.definition().name() + " " + there.directory().getFileName(),
                        there.status(),
                        "none",
                        Optional.empty(),
                        Optional.empty()))
                .orElseGet(() -> believedToHaveEnded(run));
    }

    private static ReportedRun believedToHaveEnded(Path run) {
        try {
            return ended(run, ManifestJson.read(run), "not checked");
        } catch (NotUnderstoodException e) {
            return refused(run, e.refusal());
        }
    }

    private static ReportedRun verified(Path run, Optional<InterruptedRun> unfinished, TrustPolicy trust) {
        if (unfinished.isPresent()) {
            return refused(
                    run,
                    new RefusedException(
                            run.toString(), "a manifest", unfinished.get().status()));
        }
        try {
            VerifiedRun verified = VerifiedRun.verify(run, trust);
            return ended(run, verified.manifest(), String.join(", ", verified.keyids()));
        } catch (RefusedException refused) {
            return refused(run, refused);
        } catch (NotUnderstoodException e) {
            return refused(run, e.refusal());
        }
    }

    private static ReportedRun ended(Path run, Manifest manifest, String signature) {
        return new ReportedRun(
                run,
                manifest.definition().name() + " " + manifest.details().invocationId(),
                manifest.details().status().name(),
                signature,
                Optional.of(manifest),
                Optional.empty());
    }

    private static ReportedRun refused(Path run, RefusedException refused) {
        return new ReportedRun(
                run,
                run.toString(),
                "REFUSED",
                String.valueOf(refused.getMessage()),
                Optional.empty(),
                Optional.of(refused));
    }
}
