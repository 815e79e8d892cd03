package io.github.reprorun.internal.run;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.directory.RunHistory;
import io.github.reprorun.internal.launch.RunTurn;
import io.github.reprorun.internal.record.FailureText;
import io.github.reprorun.internal.record.RunSettings;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.observe.RunEvent;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The lines on standard error that say how a run ended and where its evidence lies. Stateless. */
final class ConsoleMessages {
    private ConsoleMessages() {}

    static void print(PrintStream out, RunEvent.Ended ended, RunSettings settings, Optional<String> keyid) {
        String status = ended.status().name();
        Optional<String> cause = ended.cause();
        String seed = settings.seed() + (settings.seedWasDrawn() ? " (drawn, since none was given)" : "");
        line(out, settings.name() + " " + status + (cause.isPresent() ? ": " + cause.get() : ""));
        line(out, "seed " + seed + (ended.status() == RunStatus.SUCCEEDED ? ", " + result(ended.resultDigest()) : ""));
        line(out, ended.directory() + (keyid.isPresent() ? ", signed by " + keyid.get() : ", unsigned"));
    }

    private static String result(Evidence<Sha256> digest) {
        return digest instanceof Evidence.Observed<Sha256> observed
                ? "result sha256:" + observed.value()
                : ((Evidence.Unavailable<Sha256>) digest).reason();
    }

    /** Says that a re-run will have nothing to compare, and how to leave something. */
    static void printNothingToCompare(PrintStream out) {
        line(
                out,
                "nothing to compare: the run left no output, metric or traced step, so no re-run can tell whether it"
                        + " reproduced; write to run.output(…) or record a run.metric(…), or name what a wrapped program"
                        + " writes elsewhere with --output");
    }

    /**
     * Says that the pinned JVM is gone without having written what the run was.
     *
     * @param mayHaveSaidWhy whether it may have ended by itself, after a line that gives the reason
     */
    static void printWithoutManifest(PrintStream out, Path directory, int status, boolean mayHaveSaidWhy) {
        line(
                out,
                directory + " has no manifest: its JVM ended with status " + status + ", "
                        + (mayHaveSaidWhy ? "for a reason given above, " : "")
                        + "by Runtime.halt or because something ended it; "
                        + RunHistory.wayOn(directory));
    }

    /** Says that this JVM is for another run of the program than {@code turn}. */
    static void printPassedOver(PrintStream out, RunTurn turn) {
        line(
                out,
                "run " + turn.number() + " of " + turn.name()
                        + " is passed over, as is every run but the one that this JVM is"
                        + " for: nothing is trained for it, and its result is empty");
    }

    /** Says that an output is not compared byte for byte, although nobody declared that. */
    static void printMayDiffer(PrintStream out, String output, String writer) {
        line(out, output + " may differ in a re-run: " + writer + " writes the time into it");
    }

    /** Says how many native threads a run has that nobody chose. */
    static void printThreads(PrintStream out, int threads) {
        line(
                out,
                threads + (threads == 1 ? " native thread" : " native threads") + ", as many as this machine has"
                        + " processors; a different number gives different bits: .threads(" + threads
                        + ") or --threads "
                        + threads + " fixes it");
    }

    /** Reports trouble with a checkpoint; says nothing about one that was written. */
    static void printCheckpoint(PrintStream out, RunEvent.Checkpoint checkpoint) {
        SortedMap<String, String> facts = checkpoint.facts();
        String problem = facts.getOrDefault("problem", "");
        switch (checkpoint.kind()) {
            case WRITTEN -> {}
            case FAILED -> line(out, "a checkpoint could not be written; training goes on: " + problem);
            case REFUSED -> line(out, "a checkpoint is passed over: " + problem);
            case CONTINUED ->
                line(
                        out,
                        facts.containsKey("start")
                                ? "there is no checkpoint to go on from; trains from the start"
                                : "goes on from " + text(facts));
        }
    }

    private static String text(SortedMap<String, String> facts) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(fact.getKey())
                    .append(' ')
                    .append(fact.getValue());
        }
        return text.toString();
    }

    /** Says that a listener was dropped. */
    static void printDropped(PrintStream out, String name, String problem) {
        line(out, dropped(name, problem));
    }

    /** The message about a dropped listener. */
    static String dropped(String name, String problem) {
        return "the listener " + name + " was dropped, which does not affect the run: " + problem;
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
        Optional<String> obstacle = RunHistory.obstacle(directory);
        line(
                out,
                obstacle.isPresent()
                        ? "the run cannot be resumed: " + obstacle.get()
                        : directory + " holds its journal; to go on: reprorun resume " + directory);
    }

    /** Says, before training, what was chosen from outside; in {@code choices}, by name. */
    static void printGiven(PrintStream out, Map<String, String> choices) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> choice : choices.entrySet()) {
            text.append(text.length() == 0 ? "given from outside: " : ", ")
                    .append(choice.getKey())
                    .append(' ')
                    .append(choice.getValue());
        }
        line(out, text.toString());
    }

    /** Says that whoever started the run is not told how it ended. */
    static void printUntold(PrintStream out, Path file, Throwable problem) {
        line(out, "how the run ended could not be written to " + file + ": " + FailureText.of(problem));
    }

    /** Says, before training, that the run is not pinned. */
    static void printUnpinned(PrintStream out) {
        line(out, "this JVM is not pinned: other machines and settings may give different bits; launch pins them");
    }

    /** Says, before training, whether this machine computes as the recorded one did. */
    static void printNumerics(PrintStream out, List<String> differences) {
        if (differences.isEmpty()) {
            line(out, "the numerics here are those of the recorded run: settings and fixed computations agree");
            return;
        }
        line(out, "the numerics here are not those of the recorded run, so do not expect its bits:");
        for (String difference : differences) {
            line(out, "  " + difference);
        }
    }

    private static void line(PrintStream out, String text) {
        out.println("reprorun: " + OneLine.of(text));
    }
}
