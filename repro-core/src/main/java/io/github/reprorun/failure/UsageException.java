package io.github.reprorun.failure;

import org.jspecify.annotations.Nullable;

/**
 * The caller asked for something invalid: seed 0, an output name that escapes the run directory, a parameter read as a
 * type that it does not have. The command line exits with status 2.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class UsageException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public UsageException(String subject, String problem) {
        this(subject, problem, null);
    }

    /** As the two-argument constructor, with the exception that brought it about. */
    public UsageException(String subject, String problem, @Nullable Throwable cause) {
        super(subject, problem, cause);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.USAGE;
    }
}
