package io.github.reprorun.trace;

import io.github.reprorun.failure.RefusedException;
import java.nio.file.Path;

/** What is wrong with the bytes of a trace, and where. Immutable, hence safe to share between threads. */
final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String expected;
    private final String actual;

    Flaw(String place, String expected, String actual) {
        super(place, null, false, false);
        this.place = place;
        this.expected = expected;
        this.actual = actual;
    }

    static Flaw ofRecord(long ordinal, String expected, String actual) {
        return new Flaw("record " + ordinal, expected, actual);
    }

    String problem() {
        return place + ": expected " + expected + ", found " + actual;
    }

    RefusedException refusing(Path trace) {
        return new RefusedException(trace + ", " + place, expected, actual);
    }
}
