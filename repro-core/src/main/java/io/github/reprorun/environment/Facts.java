package io.github.reprorun.environment;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects facts by name. What cannot be observed is there with its reason; no value shows a secret. Confined to one
 * thread.
 */
final class Facts {
    private final SortedMap<String, Evidence<String>> facts = new TreeMap<>();

    /** Something to look at. */
    @FunctionalInterface
    interface Observation {
        /** What was seen, not blank; or an exception whose message says why nothing was. */
        String observe() throws IOException;
    }

    /** Something to look at for what each name says, which costs the start of a run less than one of them for each. */
    @FunctionalInterface
    interface Observations {
        /** As {@link Observation#observe}, of what is called {@code name}. */
        String observe(String name) throws IOException;
    }

    void observe(String name, Observation observation) {
        facts.put(name, evidence(name, observation));
    }

    void observe(List<String> names, Observations observations) {
        for (String name : names) {
            observe(name, () -> observations.observe(name));
        }
    }

    SortedMap<String, Evidence<String>> facts() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    private static Evidence<String> evidence(String name, Observation observation) {
        try {
            String value = observation.observe();
            return value.isBlank()
                    ? Evidence.unavailable("it is empty")
                    : Evidence.observed(Redaction.ofValue(name, value));
        } catch (IOException e) {
            return Evidence.unavailable(reason(e, e.getMessage()));
        } catch (OutOfMemoryError e) {
            return Evidence.unavailable("there was no memory left to look");
        } catch (RuntimeException | LinkageError e) {
            // Whatever a strange machine shows, a run is not to fail because of how it is described.
            return Evidence.unavailable(reason(e, e.toString()));
        }
    }

    private static String reason(Throwable e, @Nullable String message) {
        return message == null || message.isBlank() ? e.getClass().getName() : Redaction.of(message);
    }
}
