package io.github.reprorun.internal.log;

import java.nio.file.Path;

/** Prints what a run's log says of itself, for a JVM whose class path a test chooses. */
final class PrintedLogEvidence {
    private PrintedLogEvidence() {}

    public static void main(String[] args) {
        try (RunLog log = RunLog.open(Path.of(args[0]), "run", RunLog.Format.TEXT)) {
            System.out.println(log.evidence());
        }
    }
}
