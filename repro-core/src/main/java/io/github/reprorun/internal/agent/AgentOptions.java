package io.github.reprorun.internal.agent;

import io.github.reprorun.internal.agent.policy.ProgramScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options in {@code -javaagent:JAR=OPTIONS}, separated by commas: {@code seed=DECIMAL}, without which the agent
 * does nothing, and {@code main=CLASS} and {@code training=PREFIX:PREFIX…}, which declare what is
 * {@linkplain ProgramScope training code}. Immutable, hence safe to share between threads.
 *
 * @param seed the root seed, not 0, or null
 * @param main the class whose jar is training code, or empty: the JVM's main class
 * @param training prefixes of class names
 */
record AgentOptions(@Nullable Long seed, String main, List<String> training) {
    AgentOptions {
        training = List.copyOf(training);
    }

    /** @throws IllegalArgumentException if an option is unknown, or the seed is 0 or not a decimal number of 64 bits */
    static AgentOptions parse(@Nullable String text) {
        Long seed = null;
        String main = "";
        List<String> training = new ArrayList<>();
        for (String option : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            switch (name) {
                case "seed" -> seed = seed(value);
                case "main" -> main = value;
                case "training" -> training.addAll(List.of(value.split(":")));
                default -> throw new IllegalArgumentException("the agent has no option \"" + name + "\"");
            }
        }
        return new AgentOptions(seed, main, training);
    }

    private static long seed(String text) {
        long seed;
        try {
            seed = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the agent's seed \"" + text + "\" is not a decimal number", e);
        }
        if (seed == 0) {
            throw new IllegalArgumentException("the agent's seed is 0, which libraries of numerics take for the clock");
        }
        return seed;
    }
}
