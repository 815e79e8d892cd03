package io.github.reprorun.compare;

import java.util.Optional;

/**
 * One place where two manifests differ. Immutable, hence safe to share between threads.
 *
 * @param aspect what it is about
 * @param where the place, as dotted field names and names of entries below the predicate
 * @param expected the value in the first manifest, or empty if it has none there
 * @param actual the value in the second, or empty if it has none there
 * @param allowance what both runs had declared beforehand of such a difference, if they had
 */
public record Difference(
        Aspect aspect,
        String where,
        Optional<String> expected,
        Optional<String> actual,
        Optional<Allowance> allowance) {
    /** @throws IllegalArgumentException if {@code expected} equals {@code actual} */
    public Difference {
        if (expected.equals(actual)) {
            throw new IllegalArgumentException(where + " does not differ: " + expected);
        }
    }

    /** A difference of which nothing was declared. */
    Difference(Aspect aspect, String where, Optional<String> expected, Optional<String> actual) {
        this(aspect, where, expected, actual, Optional.empty());
    }

    /** Whether it was declared beforehand and is no greater than that. */
    public boolean isAllowed() {
        return allowance.isPresent() && allowance.get().holds();
    }

    @Override
    public String toString() {
        return aspect + " " + where + ": expected " + expected.orElse("(absent)") + ", actual "
                + actual.orElse("(absent)")
                + allowance.map(declared -> " (" + declared.text() + ")").orElse("");
    }

    /**
     * The declaration that the two runs made beforehand about a difference between them. Immutable, hence safe to share
     * between threads.
     *
     * @param holds whether the difference is one that was allowed
     * @param text how far off it is against what was declared, on one line
     */
    public record Allowance(boolean holds, String text) {}
}
