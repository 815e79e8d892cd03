package io.github.reprorun.evidence;

/**
 * A source of chance that no seed of the user's reaches, met during a run. Immutable, hence safe to share between
 * threads.
 *
 * @param kind what it is, such as {@code java.util.Random()} or {@code DataSet.shuffle()}
 * @param className binary name of the class whose code asked for it
 * @param line line in that class's source file, or -1 where the class carries no line numbers
 * @param count how often it was met, at least 1
 * @param treatment what was done about it
 * @param advice one sentence for the user: what to write instead
 */
public record Hazard(String kind, String className, int line, long count, Treatment treatment, String advice) {
    /** How the kind of a hazard begins that exists because the run was resumed: then follows what it continued without. */
    public static final String RESUMED_WITHOUT = "resumed without ";

    /** @throws IllegalArgumentException if {@code count} is less than 1 */
    public Hazard {
        if (count < 1) {
            throw new IllegalArgumentException("a hazard that was met was met at least once, not " + count + " times");
        }
    }

    /** Whether it is there because the run was resumed and lacked something. */
    public boolean isOfResumption() {
        return kind.startsWith(RESUMED_WITHOUT);
    }

    /** The class, and the line where there is one, as {@code a.b.C:12}. */
    public String place() {
        return line < 0 ? className : className + ":" + line;
    }

    /** What was done about a hazard. */
    public enum Treatment {
        /** It was given a seed derived from the run's. */
        SEEDED,
        /** It was held to one behaviour, for instance an order was fixed. */
        PINNED,
        /** It was not allowed to happen. */
        REFUSED,
        /** It happened, and the result may differ from run to run because of it. */
        UNCONTROLLED
    }
}
