package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.Repetition;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@link Repetition} as system properties, which pass it to a pinned JVM: they are for that one start, so the run
 * does not record them. Stateless, hence safe for use by several threads.
 */
public final class RepetitionProperties {
    private static final String TRACE = "reprorun.rerun.trace";
    private static final String STOPS = "reprorun.rerun.stop";
    private static final String STEPS = "reprorun.replay.steps";
    private static final String ARRAYS = "reprorun.replay.arrays";

    private RepetitionProperties() {}

    /** The properties, by name, that describe {@code repetition}; its paths are made absolute. */
    public static SortedMap<String, String> of(Repetition repetition) {
        SortedMap<String, String> properties = new TreeMap<>();
        repetition.trace().ifPresent(trace -> {
            properties.put(TRACE, trace.toAbsolutePath().toString());
            properties.put(STOPS, Boolean.toString(repetition.stopsAtDivergence()));
        });
        repetition.steps().ifPresent(steps -> properties.put(STEPS, Long.toString(steps)));
        repetition
                .arrays()
                .ifPresent(
                        arrays -> properties.put(ARRAYS, arrays.toAbsolutePath().toString()));
        return Collections.unmodifiableSortedMap(properties);
    }

    /**
     * The repetition that {@code properties} describe.
     *
     * @throws UsageException if they contradict each other, or the number of steps is invalid
     */
    public static Repetition read(Properties properties) {
        Optional<Path> trace = path(properties, TRACE);
        Optional<Path> arrays = path(properties, ARRAYS);
        boolean stops = Boolean.parseBoolean(properties.getProperty(STOPS));
        if (stops && trace.isEmpty()) {
            throw new UsageException("property " + STOPS, "needs a trace to compare with, in " + TRACE);
        }
        String steps = properties.getProperty(STEPS);
        if ((steps != null) != arrays.isPresent()) {
            throw new UsageException("property " + STEPS, "stands beside " + ARRAYS + ", not without it");
        }
        return new Repetition(
                trace, stops, steps == null ? OptionalLong.empty() : OptionalLong.of(number(steps)), arrays);
    }

    private static Optional<Path> path(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name)).map(Path::of);
    }

    private static long number(String steps) {
        try {
            return Long.parseLong(steps);
        } catch (NumberFormatException e) {
            throw new UsageException("property " + STEPS, "is a number of steps, not \"" + steps + "\"", e);
        }
    }
}
