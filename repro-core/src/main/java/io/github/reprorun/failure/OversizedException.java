package io.github.reprorun.failure;

/**
 * A file that a run would write is larger than readers accept, so it was neither written nor signed. Everything else
 * that the run made is kept.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class OversizedException extends ReproException {
    private static final long serialVersionUID = 1L;

    private final long limit;
    private final long size;

    /** Refuses to write {@code subject}, which would have {@code size} bytes where {@code limit} can be read. */
    public OversizedException(String subject, long limit, long size) {
        super(subject, "would have " + size + " bytes, and at most " + limit + " can be read again", null);
        this.limit = limit;
        this.size = size;
    }

    @Override
    public int exitStatus() {
        return ExitStatus.FAILED;
    }

    /** The largest size that is read, in bytes. */
    public long limit() {
        return limit;
    }

    /** The size that it would have had, in bytes. */
    public long size() {
        return size;
    }
}
