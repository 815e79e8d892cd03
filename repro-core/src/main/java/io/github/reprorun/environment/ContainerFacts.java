package io.github.reprorun.environment;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the control groups of Linux allow this process: version 2, or version 1 as its controllers are mounted by custom.
 * A group's limit holds for those below it too, so that the tightest of the process's group and those above it counts.
 * Stateless, hence safe for use by several threads.
 */
final class ContainerFacts {
    private static final String MOUNT = "sys/fs/cgroup/";
    /** Version 1 writes no limit as the largest number of whole pages. */
    private static final BigDecimal ENDLESS = BigDecimal.valueOf(1L << 62);

    private ContainerFacts() {}

    static void observe(Host host, Facts facts) {
        facts.observe("container.cpu.max", () -> tightest(host, "cpu", ContainerFacts::cores));
        facts.observe("container.memory.max", () -> tightest(host, "memory", ContainerFacts::bytes));
    }

    /** How one group limits something. */
    @FunctionalInterface
    private interface Limit {
        /** Nothing if the group cannot limit it; {@link #ENDLESS} or more if it does not. */
        Stream<BigDecimal> of(Host host, String group) throws IOException;
    }

    private static String tightest(Host host, String controller, Limit limit) throws IOException {
        SystemFacts.requireLinux(host);
        List<BigDecimal> limits = new ArrayList<>();
        for (String group : groups(host, controller)) {
            limit.of(host, group).forEach(limits::add);
        }
        BigDecimal tightest = limits.stream()
                .min(BigDecimal::compareTo)
                .orElseThrow(() -> new IOException("no control group of this process limits " + controller));
        return tightest.compareTo(ENDLESS) >= 0 ? "unlimited" : tightest.toPlainString();
    }

    /** In cores. */
    private static Stream<BigDecimal> cores(Host host, String group) throws IOException {
        if (exists(host, group + "cpu.max")) {
            String[] quotaAndPeriod = host.text(group + "cpu.max").split(" ");
            return Stream.of(cores(quotaAndPeriod[0], quotaAndPeriod[1]));
        }
        if (exists(host, group + "cpu.cfs_quota_us")) {
            return Stream.of(cores(host.text(group + "cpu.cfs_quota_us"), host.text(group + "cpu.cfs_period_us")));
        }
        return Stream.empty();
    }

    private static BigDecimal cores(String quota, String period) {
        return quota.equals("max") || quota.startsWith("-")
                ? ENDLESS
                : new BigDecimal(quota)
                        .divide(new BigDecimal(period), 3, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }

    /** In bytes. */
    private static Stream<BigDecimal> bytes(Host host, String group) throws IOException {
        if (exists(host, group + "memory.max")) {
            String max = host.text(group + "memory.max");
            return Stream.of(max.equals("max") ? ENDLESS : new BigDecimal(max));
        }
        return exists(host, group + "memory.limit_in_bytes")
                ? Stream.of(new BigDecimal(host.text(group + "memory.limit_in_bytes")))
                : Stream.empty();
    }

    /** The folders of the process's group and of all above it, each with a slash at its end. */
    private static List<String> groups(Host host, String controller) throws IOException {
        List<String> groups = new ArrayList<>();
        for (String line : (Iterable<String>) host.text("proc/self/cgroup").lines()::iterator) {
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

    /** Within a namespace of its own a process may see its group as {@code /../x}; what is outside cannot be looked at. */
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

    private static boolean exists(Host host, String file) {
        return Files.exists(host.path(file));
    }
}
