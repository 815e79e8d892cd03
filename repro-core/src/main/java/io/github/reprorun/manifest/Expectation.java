package io.github.reprorun.manifest;

import io.github.reprorun.base.json.FloatText;
import io.github.reprorun.failure.UsageException;
import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * A declaration that a run made about a metric or an output before it existed. Immutable, hence safe to share between
 * threads.
 *
 * @param name the metric's name; of an output, its name as a subject, that of a folder of outputs, or a pattern for such
 *     names: {@code *} stands for any characters but {@code /}, {@code **} for any at all, {@code ?} for one but {@code /}
 * @param kind what is declared
 * @param bound in the metric's own unit, or a ratio for {@link Kind#WITHIN_RELATIVE}; empty for {@link Kind#MAY_DIFFER}
 */
public record Expectation(String name, Kind kind, OptionalDouble bound) implements Comparable<Expectation> {
    private static final Comparator<Expectation> ORDER =
            Comparator.comparing(Expectation::name).thenComparing(Expectation::kind);

    /** @throws UsageException if {@code name} is blank, or {@code kind} cannot have {@code bound} */
    public Expectation {
        if (name.isBlank()) {
            throw new UsageException("expectation", "names nothing: \"" + name + "\"");
        }
        if (bound.isPresent() != kind.isBounded()) {
            throw new UsageException("expectation on " + name, kind.label() + " has a bound it cannot have, or none");
        }
        bound.ifPresent(number -> requirePossible(name, kind, number));
    }

    /** Of a metric. */
    public static Expectation of(String metric, Kind kind, double bound) {
        return new Expectation(metric, kind, OptionalDouble.of(bound + 0.0)); // -0.0 is not a bound of its own.
    }

    /**
     * That the output {@code name}, or what is in the folder of that name, may have different bytes in a re-run. Of the
     * outputs that a pattern describes a re-run may also have others, if it has one at least.
     */
    public static Expectation mayDiffer(String name) {
        return new Expectation(name, Kind.MAY_DIFFER, OptionalDouble.empty());
    }

    private static void requirePossible(String name, Kind kind, double bound) {
        if (!Double.isFinite(bound) || (kind.isTolerance() && bound < 0)) {
            String possible = kind.isTolerance() ? "a finite number of at least 0" : "a finite number";
            throw new UsageException(
                    "expectation on " + name,
                    kind.label() + " takes " + possible + ", not " + FloatText.shortest(bound));
        }
    }

    /** Whether this is about the output {@code subject}: by its name, that of a folder it lies in, or a pattern. */
    public boolean covers(String subject) {
        return kind == Kind.MAY_DIFFER
                && (subject.equals(name) || subject.startsWith(name + "/") || (isPattern() && matches(subject, name)));
    }

    /** Whether the name is a pattern, which describes outputs in place of naming one. */
    public boolean isPattern() {
        return kind == Kind.MAY_DIFFER && (name.indexOf('*') >= 0 || name.indexOf('?') >= 0);
    }

    /**
     * Follows all places of the pattern at once, so that the time is that of the lengths multiplied, whatever the pattern: it may
     * come from a manifest that nobody trusts.
     */
    private static boolean matches(String text, String pattern) {
        boolean[] reached = new boolean[pattern.length() + 1];
        reached[0] = true;
        passOverStars(reached, pattern);
        for (int in = 0; in < text.length(); in++) {
            char c = text.charAt(in);
            boolean[] next = new boolean[pattern.length() + 1];
            for (int at = 0; at < pattern.length(); at++) {
                if (reached[at] && pattern.charAt(at) == '*') {
                    next[at] |= c != '/' || pattern.startsWith("**", at);
                } else if (reached[at] && isOne(pattern.charAt(at), c)) {
                    next[at + 1] = true;
                }
            }
            passOverStars(next, pattern);
            reached = next;
        }
        return reached[pattern.length()];
    }

    /** A star may stand for nothing. */
    private static void passOverStars(boolean[] reached, String pattern) {
        for (int at = 0; at < pattern.length(); at++) {
            if (reached[at] && pattern.charAt(at) == '*') {
                reached[at + (pattern.startsWith("**", at) ? 2 : 1)] = true;
            }
        }
    }

    private static boolean isOne(char pattern, char character) {
        return pattern == '?' ? character != '/' : pattern == character;
    }

    /** What is declared, in words: {@code at least 0.8}. */
    public String text() {
        return kind.words + (bound.isPresent() ? " " + FloatText.shortest(bound.getAsDouble()) : "");
    }

    @Override
    public int compareTo(Expectation other) {
        return ORDER.compare(this, other);
    }

    /** The kinds of declaration. Immutable, as every enum. */
    public enum Kind {
        /** A re-run's value is off by no more than the bound. */
        WITHIN("within", "within"),
        /** A re-run's value is off by no more than the bound times the value that was recorded. */
        WITHIN_RELATIVE("withinRelative", "relatively within"),
        /** The run's value is the bound or more. */
        AT_LEAST("atLeast", "at least"),
        /** The run's value is the bound or less. */
        AT_MOST("atMost", "at most"),
        /** An output of a re-run may have different bytes. */
        MAY_DIFFER("mayDiffer", "may differ");

        private final String label;
        private final String words;

        Kind(String label, String words) {
            this.label = label;
            this.words = words;
        }

        /** The name in the manifest, which is also that of the method that declares it. */
        public String label() {
            return label;
        }

        /** Whether it says how far a metric of a re-run may be off. */
        public boolean isTolerance() {
            return this == WITHIN || this == WITHIN_RELATIVE;
        }

        private boolean isBounded() {
            return this != MAY_DIFFER;
        }

        static Kind labelled(String label) {
            for (Kind kind : values()) {
                if (kind.label.equals(label)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no expectation is called \"" + label + "\"");
        }
    }
}
