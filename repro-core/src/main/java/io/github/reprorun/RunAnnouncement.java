package io.github.reprorun;

import io.github.reprorun.failure.OneLine;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.manifest.Manifest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The lines on standard error that say how a run ended and where its evidence lies. Stateless. */
final class RunAnnouncement {
    private RunAnnouncement() {}

    static void print(
            PrintStream out, Path directory, Manifest manifest, RunSettings settings, Optional<String> keyid) {
        String status = manifest.details().status().name();
        Optional<String> cause = manifest.details().cause();
        String seed = settings.seed() + (settings.seedWasDrawn() ? " (drawn, since none was given)" : "");
        line(out, settings.name() + " " + status + (cause.isPresent() ? ": " + cause.get() : ""));
        line(out, "seed " + seed + ", result sha256:" + manifest.resultDigest());
        line(out, directory + (keyid.isPresent() ? ", signed by " + keyid.get() : ", unsigned"));
    }

    /** Says why there is no run, or none that succeeded: one line for each reason. */
    static void printRefusal(PrintStream out, ReproException refusal) {
        line(out, String.valueOf(refusal.getMessage()));
        for (Throwable further : refusal.getSuppressed()) {
            line(
                    out,
                    further instanceof ReproException ? String.valueOf(further.getMessage()) : FailureText.of(further));
        }
    }

    /** Says that the end of a run could not be recorded. */
    static void printUnrecorded(PrintStream out, Path directory, Throwable problem) {
        line(out, "how the run ended is not recorded: " + FailureText.of(problem));
        line(out, directory + " holds its journal; to go on: reprorun resume " + directory);
    }

    /** Says, before training, that the run is not pinned. */
    static void printUnpinned(PrintStream out) {
        line(out, "this JVM is not a pinned one: other machines and settings may give other bits; launch pins them");
    }

    /** Says, before training, whether this machine computes as the recorded one did. */
    static void printNumerics(PrintStream out, List<String> differences) {
        if (differences.isEmpty()) {
            line(out, "the numerics here are those of the recorded run: settings and fixed computations agree");
            return;
        }
        line(out, "the numerics here are not those of the recorded run, so its bits are not to be expected:");
        for (String difference : differences) {
            line(out, "  " + difference);
        }
    }

    private static void line(PrintStream out, String text) {
        out.println("reprorun: " + OneLine.of(text));
    }
}
