package io.github.reprorun.internal.environment;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The instructions that this JVM found in its processor, by the JVM's options for them. That is the processor on which
 * it really runs, emulated or not; {@code /proc/cpuinfo} shows the kernel's. Immutable, hence safe to share between
 * threads.
 *
 * @param architecture as in {@code os.arch}
 * @param options such as {@code UseAVX}, with their values; empty if the JVM does not report them
 * @param chosen those options that the user gave to the JVM, and that say nothing about the processor
 */
public record Instructions(String architecture, SortedMap<String, String> options, Set<String> chosen) {
    /** Of HotSpot on x86 ({@code vm_version_x86.cpp}) and on ARM ({@code vm_version_aarch64.cpp}). */
    private static final List<String> OPTIONS = List.of("UseAVX", "UseFMA", "UseSSE", "UseSVE");

    /** Copies what it is given. */
    public Instructions {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        chosen = Set.copyOf(chosen);
    }

    /** The instructions that this JVM found. */
    public static Instructions ofThisJvm() {
        SortedMap<String, String> options = new TreeMap<>();
        Set<String> chosen = new HashSet<>();
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotSpot != null) {
            for (String name : OPTIONS) {
                try {
                    VMOption option = hotSpot.getVMOption(name);
                    options.put(name, option.getValue());
                    if (option.getOrigin() != VMOption.Origin.DEFAULT
                            && option.getOrigin() != VMOption.Origin.ERGONOMIC) {
                        chosen.add(name);
                    }
                } catch (IllegalArgumentException e) {
                    // This JVM does not know the option, which belongs to a different architecture.
                }
            }
        }
        return new Instructions(System.getProperty("os.arch", ""), options, chosen);
    }

    /** The level that the JVM found, such as 2 of {@code UseAVX}; empty if it did not detect it itself. */
    public OptionalInt level(String option) {
        String value = chosen.contains(option) ? null : options.get(option);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    /** All of them in one line, or empty if there are none. */
    public String text() {
        StringJoiner text = new StringJoiner(" ");
        for (Map.Entry<String, String> option : options.entrySet()) {
            text.add(option.toString());
        }
        return text.toString();
    }
}
