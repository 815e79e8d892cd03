package io.github.reprorun.failure;

/**
 * A strict run met a source of chance that could not be held, so its result is not to be relied on. The run is recorded as failed.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class UncontrolledException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public UncontrolledException(String subject, String problem) {
        super(subject, problem, null);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.FAILED;
    }
}
