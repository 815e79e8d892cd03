package io.github.reprorun.failure;

import org.jspecify.annotations.Nullable;

/**
 * An input was not the same at the end of the run as when it was digested, so the manifest cannot say what the run consumed.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class InputChangedException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public InputChangedException(String subject, String problem) {
        this(subject, problem, null);
    }

    /** As the two-argument constructor, with the exception that brought it about. */
    public InputChangedException(String subject, String problem, @Nullable Throwable cause) {
        super(subject, problem, cause);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.FAILED;
    }
}
