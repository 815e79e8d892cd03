package io.github.reprorun.environment;

import java.util.SortedMap;

/**
 * The facts about a machine and a JVM that can decide what a training computes. Stateless, hence safe for use by several
 * threads.
 *
 * <p>Names are dotted: {@code jvm.*}, {@code os.*}, {@code libc}, {@code cpu.*}, {@code memory.total} (bytes),
 * {@code container.*}, {@code cuda.*}, {@code accelerators}, {@code charset}, {@code locale}, {@code timezone}; and
 * {@code variable.NAME} and {@code property.NAME} for those environment variables and system properties that are set and
 * on a fixed list of names. A fact is never absent: it is observed, or unavailable with its reason.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /** Looks at {@code host}; its {@code jvm} facts are this JVM's. Takes some tens of milliseconds at first. */
    public static SortedMap<String, Evidence<String>> observe(Host host) {
        Facts facts = new Facts();
        JvmFacts.observe(host, facts);
        SystemFacts.observe(host, facts);
        CpuFacts.observe(host, facts);
        ContainerFacts.observe(host, facts);
        AcceleratorFacts.observe(host, facts);
        SettingFacts.observe(host, facts);
        return facts.facts();
    }
}
