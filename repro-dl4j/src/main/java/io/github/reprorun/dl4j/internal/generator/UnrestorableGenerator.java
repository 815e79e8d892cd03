package io.github.reprorun.dl4j.internal.generator;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.UnreadableException;

/**
 * A generator that a training drew from, or may have, and that a resumed training cannot restore to its position.
 * Immutable, hence safe to share between threads.
 *
 * @param kind what it is
 * @param className the class that made it, or its own
 * @param line the line where it was made, or -1
 */
public record UnrestorableGenerator(String kind, String className, int line) {
    private static final String ADVICE =
            "It is not in a checkpoint, or not for certain, so a run that is resumed may draw other numbers from it than one"
                    + " that is not: make it before fit, of a class of the JDK, or draw from run.random(name).";

    private static final String SEPARATOR = "\t";

    public UnrestorableGenerator {
        kind = OneLine.of(kind);
    }

    public static UnrestorableGenerator parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != 3) {
            throw new UnreadableException("checkpoint", "does not say which generator it lacks: " + text);
        }
        return new UnrestorableGenerator(parts[0], parts[1], Integer.parseInt(parts[2]));
    }

    /** As {@link #parse} takes it. */
    public String text() {
        return kind + SEPARATOR + className + SEPARATOR + line;
    }

    public Hazard hazard() {
        return new Hazard(kind, className, line, 1, Hazard.Treatment.UNCONTROLLED, ADVICE);
    }
}
