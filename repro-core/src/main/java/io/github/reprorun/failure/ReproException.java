package io.github.reprorun.failure;

import io.github.reprorun.base.text.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the library that names its subject. The message is one line of the form {@code subject: problem}; control
 * characters in it are escaped, so that a hostile file name cannot forge a line of output.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public abstract class ReproException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    ReproException(String subject, String problem, @Nullable Throwable cause) {
        super(OneLine.of(subject) + ": " + OneLine.of(problem), cause);
        this.subject = subject;
    }

    /** What the failure is about: a path, an option, a key, a parameter's name. */
    public String subject() {
        return subject;
    }

    /** The status, one of {@link ExitStatus}, that a launched run or the command line ends with because of this failure. */
    public abstract int exitStatus();
}
