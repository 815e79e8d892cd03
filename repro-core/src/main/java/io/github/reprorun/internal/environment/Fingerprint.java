package io.github.reprorun.internal.environment;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.redaction.Redaction;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a machine and a JVM that can decide what a training computes. Stateless, hence safe for use by several
 * threads.
 *
 * <p>Names are dotted: {@code jvm.*}, {@code os.*}, {@code libc}, {@code cpu.*}, {@code memory.total} (bytes),
 * {@code container.*}, {@code cuda.*}, {@code accelerators}, {@code charset}, {@code locale}, {@code timezone}; and
 * {@code variable.NAME} and {@code property.NAME} for those environment variables and system properties that are set
 * and appear on a fixed list of names, which libraries extend. A fact is never absent: it is observed, or unavailable
 * with its reason. No value shows a secret.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * Examines {@code host}; its {@code jvm} facts are this JVM's. The first call takes some tens of milliseconds.
     *
     * @param libraries whose variables and properties are recorded, too
     */
    public static SortedMap<String, Evidence<String>> observe(Host host, Libraries libraries) {
        SortedMap<String, Evidence<String>> observed = new TreeMap<>();
        for (Facts facts : List.of(
                new JvmFacts(host),
                new SystemFacts(host),
                new CpuFacts(host),
                new ContainerFacts(host),
                new AcceleratorFacts(host),
                new SettingFacts(host, libraries))) {
            for (String name : facts.names()) {
                observed.put(name, evidence(name, facts));
            }
        }
        return Collections.unmodifiableSortedMap(observed);
    }

    private static Evidence<String> evidence(String name, Facts facts) {
        try {
            String value = facts.observe(name);
            return value.isBlank()
                    ? Evidence.unavailable("it is empty")
                    : Evidence.observed(Redaction.ofValue(name, value));
        } catch (IOException e) {
            return Evidence.unavailable(reason(e, e.getMessage()));
        } catch (OutOfMemoryError e) {
            return Evidence.unavailable("there was no memory left to look");
        } catch (RuntimeException | LinkageError e) {
            // Whatever an unusual machine shows, a run must not fail because of its description.
            return Evidence.unavailable(reason(e, e.toString()));
        }
    }

    private static String reason(Throwable e, @Nullable String message) {
        return message == null || message.isBlank() ? e.getClass().getName() : Redaction.of(message);
    }
}
