package io.github.reprorun.agent;

/**
 * A place in a program that met a source of chance. Immutable, hence safe to share between threads.
 *
 * @param kind what it is, as {@link Source#kind()} names it
 * @param className binary name of the class whose code asked for it: the nearest caller outside the JDK
 *     and the libraries of numerics, or the library's own where no other is on the stack
 * @param line line in that class's source file, or -1 where it has none or there is no such class
 * @param count how often it was met, at least 1; where threads meet it at the same instant some may go uncounted
 * @param treatment what was done about it
 * @param advice what to write instead, or why it could not be held
 */
public record Site(String kind, String className, int line, long count, Treatment treatment, String advice)
        implements Comparable<Site> {
    /** @throws IllegalArgumentException if {@code count} is less than 1 */
    public Site {
        if (count < 1) {
            throw new IllegalArgumentException("a site that was met was met at least once, not " + count + " times");
        }
    }

    /** By kind, class and line, then advice and the rest. */
    @Override
    public int compareTo(Site other) {
        int order = kind.compareTo(other.kind);
        order = order != 0 ? order : className.compareTo(other.className);
        order = order != 0 ? order : Integer.compare(line, other.line);
        order = order != 0 ? order : advice.compareTo(other.advice);
        order = order != 0 ? order : treatment.compareTo(other.treatment);
        return order != 0 ? order : Long.compare(count, other.count);
    }
}
