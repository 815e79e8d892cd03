package io.github.reprorun.signing;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a policy asks of the statement inside an envelope; whoever understands the statement checks it. Immutable, hence
 * safe to share between threads.
 *
 * @param statuses the run's status must be one of these; empty: any
 * @param strict whether a run with an uncontrolled hazard is refused
 */
public record Requirements(SortedSet<String> statuses, boolean strict) {
    private static final Requirements NONE = new Requirements(Collections.emptySortedSet(), false);

    /** @throws IllegalArgumentException if a status is blank */
    public Requirements {
        statuses = Collections.unmodifiableSortedSet(new TreeSet<>(statuses));
        if (statuses.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a status is not blank");
        }
    }

    /** Asks nothing. */
    public static Requirements none() {
        return NONE;
    }
}
