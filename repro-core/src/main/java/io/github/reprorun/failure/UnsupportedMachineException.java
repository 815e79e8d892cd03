package io.github.reprorun.failure;

/**
 * This machine cannot give the numerics that were asked for, or recorded. Thrown before training starts.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class UnsupportedMachineException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** A failure about {@code subject}; {@code problem} says what is wrong and what would be right. */
    public UnsupportedMachineException(String subject, String problem) {
        super(subject, problem, null);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.UNSUPPORTED;
    }
}
