package io.github.reprorun.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something that had to be read could not be: no such run, a manifest that is not JSON, a key file that holds no key.
 * The command line exits with status 2.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class UnreadableException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public UnreadableException(String subject, String problem) {
        this(subject, problem, null);
    }

    /** As the two-argument constructor, with the exception that brought it about. */
    public UnreadableException(String subject, String problem, @Nullable Throwable cause) {
        super(subject, problem, cause);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.USAGE;
    }
}
