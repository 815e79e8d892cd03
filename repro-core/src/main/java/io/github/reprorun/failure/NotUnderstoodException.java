package io.github.reprorun.failure;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A manifest says that its reader must understand something that this version does not, so nothing can be concluded from it.
 * The command line exits with status 1, or reports the run as {@code UNVERIFIABLE} if it was to be run again.
 *
 * <p>Immutable, hence safe to share between threads.
 */
public final class NotUnderstoodException extends ReproException {
    private static final long serialVersionUID = 1L;
    private static final String EXPECTED = "nothing critical that this version does not understand";

    private final String[] names;
    private final String writer;

    /**
     * @param names what is not understood, as the manifest's {@code critical} lists it
     * @param writer the version that wrote the manifest, in words
     */
    public NotUnderstoodException(String subject, SortedSet<String> names, String writer) {
        super(subject, problem(names, writer), null);
        this.names = names.toArray(String[]::new);
        this.writer = writer;
    }

    private static String problem(SortedSet<String> names, String writer) {
        return "expected " + EXPECTED + ", found " + found(names, writer);
    }

    private static String found(SortedSet<String> names, String writer) {
        return String.join(", ", names) + ", written by " + writer;
    }

    /** What is not understood. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(names)));
    }

    /** The version that wrote the manifest, in words. */
    public String writer() {
        return writer;
    }

    /** What is wrong, without the subject. */
    public String problem() {
        return problem(names(), writer);
    }

    @Override
    public int exitStatus() {
        return ExitStatus.REFUSED;
    }

    /** This failure as a refusal by verification. */
    public RefusedException refusal() {
        return new RefusedException(subject(), EXPECTED, found(names(), writer));
    }
}
