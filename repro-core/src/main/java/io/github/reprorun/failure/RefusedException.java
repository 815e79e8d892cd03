package io.github.reprorun.failure;

/**
 * Verification refused: the signature, a file or a key is not what was expected. The command line exits with status 1.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class RefusedException extends ReproException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    /** Refuses {@code subject}, which had to be {@code expected} and was {@code actual}. */
    public RefusedException(String subject, String expected, String actual) {
        super(subject, "expected " + expected + ", found " + actual, null);
        this.expected = expected;
        this.actual = actual;
    }

    /** The expected value. */
    public String expected() {
        return expected;
    }

    /** What was found. */
    public String actual() {
        return actual;
    }

    @Override
    public int exitStatus() {
        return ExitStatus.REFUSED;
    }
}
