package io.github.reprorun.failure;

/**
 * Thrown on the training thread, at a point the run can be resumed from, because the run was asked to stop. The run is
 * recorded as interrupted.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class RunStoppedException extends ReproException {
    private static final long serialVersionUID = 1L;

    /** The training called {@code subject} stopped at {@code where}, such as {@code iteration 120}. */
    public RunStoppedException(String subject, String where) {
        super(subject, "was asked to stop and did at " + where, null);
    }

    /** A launched run that was asked to stop, and did, has done what it was asked to. */
    @Override
    public int exitStatus() {
        return ExitStatus.OK;
    }
}
