package io.github.reprorun.cli;

import io.github.reprorun.InterruptedRun;
import io.github.reprorun.VerifiedRun;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One run of a report, as far as it is believed. Immutable.
 *
 * @param run as it was given
 * @param title its name and id, or the run as given where it was refused
 * @param status how it ended, or that it has not, or that it was refused
 * @param signature whose was verified, or why none was
 * @param manifest what it states, if it ended and was not refused
 * @param refusal why it was refused, if it was
 */
record ReportedRun(
        Path run,
        String title,
        String status,
        String signature,
        Optional<Manifest> manifest,
        Optional<RefusedException> refusal) {
    /** {@code run} by its manifest or its journal; nothing is verified. */
    static ReportedRun believed(Path run) {
        return InterruptedRun.in(run)
                .map(unfinished -> new ReportedRun(
                        run,
                        unfinished.definition().name() + " "
                                + unfinished.directory().getFileName(),
                        unfinished.status(),
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

    /** {@code run} as far as {@code trust} has it verified. */
    static ReportedRun verified(Path run, TrustOptions trust) {
        Optional<InterruptedRun> unfinished = InterruptedRun.in(run);
        if (unfinished.isPresent()) {
            return refused(
                    run,
                    new RefusedException(
                            run.toString(), "a manifest", unfinished.get().status()));
        }
        try {
            VerifiedRun verified = trust.verify(run);
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
