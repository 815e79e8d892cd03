package io.github.reprorun.study;

import io.github.reprorun.failure.ReproException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The studies that cannot be read and that another one goes without: each is named once, however often it is met. Safe for use
 * by several threads.
 */
final class PassedOver {
    private final PrintStream out;
    private final Set<Path> named = new HashSet<>();

    /** @param out gets a line for each */
    PassedOver(PrintStream out) {
        this.out = out;
    }

    /** @param place the directory of a study, or a folder of studies */
    synchronized void name(Path place, ReproException problem) {
        if (named.add(place)) {
            StudyMessages.unreadable(out, problem);
        }
    }
}
