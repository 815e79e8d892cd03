package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the control groups of Linux set for this process: version 2, or version 1 with its controllers
 * mounted in the usual places. A group's limit also applies to the groups below it, so the tightest limit of the
 * process's group and those above it counts.
 */
final class ContainerFacts implements Facts {
    private static final String MOUNT = "sys/fs/cgroup/";
    /** Version 1 writes "no limit" as the largest number of whole pages. */
    private static final BigDecimal ENDLESS = BigDecimal.valueOf(1L << 62);

    private static final String CPU = "container.cpu.max";
    private static final String MEMORY = "container.memory.max";

    private final Host host;

    ContainerFacts(Host host) {
        this.host = host;
    }

    @Override
    public List<String> names() {
        return List.of(CPU, MEMORY);
    }

    @Override
    public String observe(String name) throws IOException {
        host.requireLinux();
        String controller = name.equals(CPU) ? "cpu" : "memory";
        BigDecimal tightest = null;
        for (String group : groups(controller)) {
            BigDecimal limit = name.equals(CPU) ? cores(group) : bytes(group);
            if (limit != null && (tightest == null || limit.compareTo(tightest) < 0)) {
                tightest = limit;
            }
        }
        if (tightest == null) {
            throw new IOException("no control group of this process limits " + controller);
        }
        return tightest.compareTo(ENDLESS) >= 0 ? "unlimited" : tightest.toPlainString();
    }

    /** In cores; null if the group cannot limit them, {@link #ENDLESS} if it does not. */
    private @Nullable BigDecimal cores(String group) throws IOException {
        if (exists(group + "cpu.max")) {
            String[] quotaAndPeriod = host.text(group + "cpu.max").split(" ");
            return cores(quotaAndPeriod[0], quotaAndPeriod[1]);
        }
        return exists(group + "cpu.cfs_quota_us")
                ? cores(host.text(group + "cpu.cfs_quota_us"), host.text(group + "cpu.cfs_period_us"))
                : null;
    }

    private static BigDecimal cores(String quota, String period) {
        return quota.equals("max") || quota.startsWith("-")
                ? ENDLESS
                : new BigDecimal(quota)
                        .divide(new BigDecimal(period), 3, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }

    /** In bytes; null if the group cannot limit them, {@link #ENDLESS} or more if it does not. */
    private @Nullable BigDecimal bytes(String group) throws IOException {
        if (exists(group + "memory.max")) {
            String max = host.text(group + "memory.max");
            return max.equals("max") ? ENDLESS : new BigDecimal(max);
        }
        return exists(group + "memory.limit_in_bytes")
                ? new BigDecimal(host.text(group + "memory.limit_in_bytes"))
                : null;
    }

    /** The folders of the process's group and of all above it, each with a slash at its end. */
    private List<String> groups(String controller) throws IOException {
        List<String> groups = new ArrayList<>();
        for (String line : host.text("proc/self/cgroup").split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                addWithParents(groups, MOUNT, parts[2]);
                addWithParents(groups, MOUNT + "unified/", parts[2]);
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
                addWithParents(groups, MOUNT + controller + "/", parts[2]);
            }
        }
        return groups;
    }

    /** Within its own namespace a process may see its group as {@code /../x}; it cannot see groups outside. */
    private static void addWithParents(List<String> groups, String mount, String group) {
        groups.add(mount);
        StringBuilder folder = new StringBuilder(mount);
        for (String part : group.split("/")) {
            if (part.equals("..")) {
                return;
            }
            if (!part.isEmpty()) {
                groups.add(folder.append(part).append('/').toString());
            }
        }
    }

    private boolean exists(String file) {
        return Files.exists(host.path(file));
    }
}
