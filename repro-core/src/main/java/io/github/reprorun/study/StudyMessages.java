package io.github.reprorun.study;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.failure.ReproException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The lines on standard error that tell how a study goes. Stateless. */
final class StudyMessages {
    private StudyMessages() {}

    static void begins(PrintStream out, Path directory, int sitting, long settled, int cells) {
        line(
                out,
                (sitting == 1
                                ? "study of " + cells + " cells in "
                                : "resumes, with " + settled + " of " + cells + " cells settled, the study in ")
                        + directory);
    }

    static void settled(PrintStream out, int index, int cells, StudyManifest.Cell cell) {
        line(
                out,
                "cell " + (index + 1) + " of " + cells + " (" + cell.cell() + ") " + cell.status()
                        + cell.cause().map(cause -> ": " + cause).orElse("")
                        + cell.run().map(run -> ", " + run).orElse(""));
    }

    static void ended(PrintStream out, StudyManifest study, Path directory, boolean signed) {
        line(out, study.name() + " " + study.counts() + ", result sha256:" + study.resultDigest());
        line(out, directory + (signed ? ", signed" : ", unsigned"));
    }

    static void interrupted(PrintStream out, String signal, Path directory) {
        line(out, "stopped by SIG" + signal + "; the same command goes on with the study in " + directory);
    }

    /** What the runs took beside their trainings. */
    static void parts(PrintStream out, String text) {
        line(out, text);
    }

    static void left(PrintStream out, Path places) {
        line(out, places + " holds what attempts at runs left that did not end in time; no run is made of it");
    }

    static void again(PrintStream out, Path run, ReproException problem) {
        line(out, run + " cannot be resumed and is made again, beside it: " + problem.getMessage());
    }

    static void otherMachine(PrintStream out, Path study, String difference) {
        line(out, "the study in " + study + " is not continued, because it was begun where " + difference);
    }

    static void unreadable(PrintStream out, ReproException problem) {
        line(out, "a study is passed over: " + problem.getMessage());
    }

    private static void line(PrintStream out, String text) {
        out.println("reprorun: " + OneLine.of(text));
    }
}
