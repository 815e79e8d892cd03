package io.github.reprorun.internal.launch;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment variables that a run declared, for a JVM that runs it again. Immutable, hence safe to share between
 * threads.
 *
 * @param values by name; empty for a variable that was not set
 */
public record DeclaredVariables(SortedMap<String, Optional<String>> values) {
    /** The beginning of the name of each as a fact of the environment. */
    public static final String FACT = "declaredVariable.";

    /** No variable. */
    public static final DeclaredVariables NONE = new DeclaredVariables(Collections.emptySortedMap());

    private static final String NOT_SET = "it is not set";

    /** Copies the map. */
    public DeclaredVariables {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** What a manifest says of a variable; shows no secret. */
    public static Evidence<String> fact(String name, Optional<String> value) {
        return value.isPresent()
                ? Evidence.observed(Redaction.ofValue(name, value.get()))
                : Evidence.unavailable(NOT_SET);
    }

    /**
     * Those that {@code environment}, the facts of a run, has; in place of a value with a secret, which was not recorded, the
     * value of here. But for the secret it has to be what was recorded.
     *
     * @param here the variables of this process
     * @throws NotRerunnableException if a value with a secret is not set here, or is another
     */
    public static DeclaredVariables of(SortedMap<String, Evidence<String>> environment, Map<String, String> here) {
        SortedMap<String, Optional<String>> values = new TreeMap<>();
        for (Map.Entry<String, Evidence<String>> fact : environment.entrySet()) {
            if (fact.getKey().startsWith(FACT)) {
                String name = fact.getKey().substring(FACT.length());
                Optional<String> recorded = fact.getValue().fold(Optional::of, reason -> Optional.empty());
                values.put(name, recorded.map(value -> complete(name, value, here)));
            }
        }
        return new DeclaredVariables(values);
    }

    private static String complete(String name, String recorded, Map<String, String> here) {
        if (!recorded.contains(Redaction.MARK)) {
            return recorded;
        }
        String value = here.get(name);
        if (value == null) {
            throw new NotRerunnableException(
                    "environment variable " + name, "was a secret and is not recorded; set it for the re-run");
        }
        String masked = Redaction.ofValue(name, value);
        if (!masked.equals(recorded)) {
            throw new NotRerunnableException(
                    "environment variable " + name,
                    "was " + recorded + " but for its secret, and is " + masked + " here; set it as it was");
        }
        return value;
    }

    /** Sets them in the environment of a process that is not started yet. */
    void applyTo(Map<String, String> environment) {
        for (Map.Entry<String, Optional<String>> variable : values.entrySet()) {
            if (variable.getValue().isPresent()) {
                environment.put(variable.getKey(), variable.getValue().get());
            } else {
                environment.remove(variable.getKey());
            }
        }
    }
}
