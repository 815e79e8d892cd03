package io.github.reprorun.failure;

/**
 * A run did not keep what it had declared of a metric or an output. The run is recorded as failed; further expectations
 * that it broke are suppressed in this one. A launched run exits with status 5.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class BrokenExpectationException extends ReproException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    /** {@code subject}, a metric or an output, was to be {@code expected} and was {@code actual}. */
    public BrokenExpectationException(String subject, String expected, String actual) {
        super(subject, "expected " + expected + ", actual " + actual, null);
        this.expected = expected;
        this.actual = actual;
    }

    /** What was declared. */
    public String expected() {
        return expected;
    }

    /** The actual value. */
    public String actual() {
        return actual;
    }

    @Override
    public int exitStatus() {
        return ExitStatus.BROKEN_EXPECTATION;
    }
}
