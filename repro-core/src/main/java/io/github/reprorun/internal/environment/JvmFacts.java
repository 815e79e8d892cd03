package io.github.reprorun.internal.environment;

import io.github.reprorun.internal.redaction.Redaction;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Facts about this JVM: its vendor, and how it was started. */
final class JvmFacts implements Facts {
    /** How the names of a collector's beans begin, by collector; ZGC and Epsilon name theirs so. */
    private static final Map<String, String> COLLECTORS = Map.of(
            "G1 ",
            "G1",
            "Copy",
            "Serial",
            "MarkSweepCompact",
            "Serial",
            "PS ",
            "Parallel",
            "ZGC ",
            "Z",
            "Shenandoah ",
            "Shenandoah",
            "Epsilon ",
            "Epsilon");

    private static final List<String> NAMES =
            List.of("jvm.vendor", "jvm.version", "jvm.vm", "jvm.vm.version", "jvm.flags", "jvm.gc", "jvm.maxHeap");

    private final Host host;

    JvmFacts(Host host) {
        this.host = host;
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public String observe(String name) throws IOException {
        return switch (name) {
            case "jvm.vendor" -> host.property("java.vendor");
            case "jvm.version" -> host.property("java.runtime.version");
            case "jvm.vm" -> host.property("java.vm.name");
            case "jvm.vm.version" -> host.property("java.vm.version");
            case "jvm.flags" -> flags(ManagementFactory.getRuntimeMXBean().getInputArguments());
            case "jvm.gc" -> collector();
            case "jvm.maxHeap" -> Long.toString(Runtime.getRuntime().maxMemory());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * The JVM flags among its arguments, from the command line and from {@code JAVA_TOOL_OPTIONS}. The list of names in
     * {@link SettingFacts} covers system properties. Only the file name of an agent is recorded, since its options and
     * path are private, and this library's agent under one name: the run records the digest of the library.
     */
    static String flags(List<String> arguments) {
        List<String> flags = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("-javaagent:") || argument.startsWith("-agentpath:")) {
                flags.add(argument.substring(0, argument.indexOf(':') + 1) + agentFile(argument));
            } else if (!argument.startsWith("-D")) {
                flags.add(argument);
            }
        }
        return flags.isEmpty() ? "none" : String.join(" ", Redaction.ofArguments(flags));
    }

    private static String agentFile(String argument) {
        return OwnAgent.isNamedBy(argument) ? "repro-core.jar" : OwnAgent.file(argument);
    }

    private static String collector() {
        TreeSet<String> names = new TreeSet<>();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            names.add(collector(bean.getName()));
        }
        return String.join(", ", names);
    }

    private static String collector(String bean) {
        for (Map.Entry<String, String> collector : COLLECTORS.entrySet()) {
            if (bean.startsWith(collector.getKey())) {
                return collector.getValue();
            }
        }
        return bean;
    }
}
