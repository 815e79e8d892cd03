package io.github.reprorun.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a difference between two manifests into words, and knows which of several says most: the kernel that BLAS chose
 * rather than the digest of what it computed. Stateless.
 */
final class TellingFact {
    private static final int LONG = 40;
    private static final int SHORTENED = 12;

    private static final Pattern PREFIX =
            Pattern.compile("predicate\\.(buildDefinition(\\.(externalParameters|internalParameters))?|runDetails)\\.");

    /** The most telling fact comes first. */
    private static final List<Fact> FACTS = List.of(
            fact("environment\\.[^.]+\\.blas\\.core\\..*", "the BLAS kernel differs"),
            fact("profile\\.environment\\.OPENBLAS_CORETYPE", "the BLAS kernel that was asked for differs"),
            fact("profile\\.threads", "the number of native threads differs"),
            fact(
                    "environment\\.[^.]+\\.(omp\\.threads|maxThreads|blas\\.threads)\\..*",
                    "the number of native threads differs"),
            fact(".*\\[native (.*)]\\.digest\\..*", "the native library $1 differs"),
            fact("environment\\.([^.]+)\\.backend\\..*", "the backend of $1 differs"),
            fact("environment\\.libc\\..*", "the C library differs"),
            fact("environment\\.[^.]+\\.canary\\.(.*)\\.value", "a fixed computation, $1, gives a different result"),
            fact(".*\\[input (.*)]\\..*", "the input $1 differs"),
            fact("parameters\\.(.*)\\.value", "the parameter $1 differs"),
            fact("arguments\\[(.*)]", "argument $1 of main differs"),
            fact("seed", "the root seed differs"),
            fact("streams\\.(.*)", "the seed of the stream $1 differs"),
            fact("entryPoint\\..*", "the main class differs"),
            fact(".*\\[classes (.*)]\\..*", "the classes in $1 differ"),
            fact(".*\\[jar (.*)]\\..*", "the jar $1 differs"),
            fact("builder\\.version\\.(.*)", "the version of $1 differs"),
            fact("environment\\.(.*)\\.(value|unavailable)", "the environment's $1 differs"));

    private TellingFact() {}

    /** The difference that says most, the first of several alike; empty only if there is none. */
    static Optional<Difference> among(List<Difference> differences) {
        return differences.stream().min(Comparator.comparingInt(TellingFact::rank));
    }

    /** {@code difference} in words, with both values. */
    static String words(Difference difference) {
        String where = where(difference);
        String words = FACTS.stream()
                .map(fact -> fact.words(where))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(where + " differs");
        return words + ": " + value(difference.expected()) + " against " + value(difference.actual());
    }

    private static int rank(Difference difference) {
        String where = where(difference);
        for (int i = 0; i < FACTS.size(); i++) {
            if (FACTS.get(i).words(where).isPresent()) {
                return i;
            }
        }
        return FACTS.size();
    }

    /** The place without what every place of its kind begins with. */
    private static String where(Difference difference) {
        Matcher prefix = PREFIX.matcher(difference.where());
        return prefix.lookingAt() ? difference.where().substring(prefix.end()) : difference.where();
    }

    private static String value(Optional<String> value) {
        return value.map(text -> text.length() > LONG ? text.substring(0, SHORTENED) + "\u2026" : text)
                .orElse("nothing");
    }

    private static Fact fact(String where, String words) {
        return new Fact(Pattern.compile(where, Pattern.DOTALL), words);
    }

    /**
     * The meaning of a difference at some places.
     *
     * @param words with {@code $1} for the group of {@code where}
     */
    private record Fact(Pattern where, String words) {
        Optional<String> words(String place) {
            Matcher matcher = where.matcher(place);
            return matcher.matches()
                    ? Optional.of(matcher.groupCount() == 0 ? words : words.replace("$1", matcher.group(1)))
                    : Optional.empty();
        }
    }
}
