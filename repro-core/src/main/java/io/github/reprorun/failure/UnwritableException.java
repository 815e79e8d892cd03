package io.github.reprorun.failure;

import org.jspecify.annotations.Nullable;

/**
 * A place that must be written cannot be: the runs directory is read-only, the disk is full, another run holds the
 * directory. Thrown before training starts if the problem can be known then.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class UnwritableException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public UnwritableException(String subject, String problem) {
        this(subject, problem, null);
    }

    /** As the two-argument constructor, with the exception that brought it about. */
    public UnwritableException(String subject, String problem, @Nullable Throwable cause) {
        super(subject, problem, cause);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.USAGE;
    }
}
