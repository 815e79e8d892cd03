package io.github.reprorun.dl4j;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Shows how far a training got, where someone may be looking. Immutable. */
final class Progress {
    private static final String PROPERTY = "reprorun.progress";

    private final boolean shown;
    private final PrintStream screen;
    private final LongSupplier nanoTime;

    Progress(boolean shown, PrintStream screen, LongSupplier nanoTime) {
        this.shown = shown;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    /** On standard error if it is a terminal, unless the property {@code reprorun.progress} says otherwise. */
    static Progress ofThisJvm() {
        String asked = System.getProperty(PROPERTY, "");
        boolean shown = asked.equals("true") || (!asked.equals("false") && Terminal.isStandardError());
        return new Progress(shown, System.err, System::nanoTime);
    }

    /** The line that shows a training of {@code epochs} epochs, if it is to be shown. */
    Optional<ProgressLine> line(int epochs) {
        return shown ? Optional.of(new ProgressLine(epochs, screen, nanoTime)) : Optional.empty();
    }
}
