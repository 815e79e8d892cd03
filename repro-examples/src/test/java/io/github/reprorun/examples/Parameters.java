package io.github.reprorun.examples;

import java.util.Map;
import java.util.function.Supplier;

/** Parameters given to runs of this JVM. Immutable; for use while no other runs anything. */
public record Parameters(Map<String, String> values) {
    private static final String PREFIX = "reprorun.parameter.";

    /** Copies what it is given. */
    public Parameters {
        values = Map.copyOf(values);
    }

    /** What {@code action} gives, while runs are given these parameters. */
    public <T> T during(Supplier<T> action) {
        values.forEach((name, value) -> System.setProperty(PREFIX + name, value));
        try {
            return action.get();
        } finally {
            values.keySet().forEach(name -> System.clearProperty(PREFIX + name));
        }
    }
}
