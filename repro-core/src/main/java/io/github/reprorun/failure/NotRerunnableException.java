package io.github.reprorun.failure;

import org.jspecify.annotations.Nullable;

/**
 * A run cannot be started again from its manifest: its class path is gone, an input is missing, its main class is not known. The command line exits with status 3.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class NotRerunnableException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public NotRerunnableException(String subject, String problem) {
        this(subject, problem, null);
    }

    /** As the two-argument constructor, with the exception that brought it about. */
    public NotRerunnableException(String subject, String problem, @Nullable Throwable cause) {
        super(subject, problem, cause);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.NOT_RERUNNABLE;
    }
}
