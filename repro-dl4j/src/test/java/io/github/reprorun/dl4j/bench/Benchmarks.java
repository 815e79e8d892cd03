package io.github.reprorun.dl4j.bench;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.internal.environment.Fingerprint;
import io.github.reprorun.internal.environment.Host;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints what the library costs, and fails on nothing: {@code ./mvnw -q -Pbench verify}. Arguments: the jar of the command
 * line, that of commons-lang3 as Deeplearning4j brings it, the page to write, and text that the titles of the sections to
 * measure have in them; empty for all.
 */
final class Benchmarks {
    private static final List<String> MACHINE =
            List.of("cpu.model", "cpu.cores.visible", "memory.total", "os.name", "os.version", "libc", "jvm.version");

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("reprorun-bench");
        try {
            Report report = new Report(System.out);
            report.machine(machine());
            String wanted = args.length > 3 ? args[3] : "";
            Programs programs = new Programs(Path.of(args[0]), Path.of(args[1]), folder.resolve("runs"));
            for (Section section : sections(programs, folder)) {
                if (!section.title().contains(wanted)) {
                    continue;
                }
                report.begin(section);
                long start = System.nanoTime();
                section.measure(report);
                report.count("to measure this section", Math.round((System.nanoTime() - start) / 1e9), "s");
            }
            if (wanted.isEmpty()) {
                report.write(Path.of(args[2]));
            }
        } finally {
            deleteAll(folder);
        }
    }

    private static List<Section> sections(Programs programs, Path folder) {
        return List.of(
                new StartUpBenchmarks(programs),
                new PinningBenchmarks(programs),
                new TracingBenchmarks(programs.runs()),
                new CheckpointBenchmarks(folder),
                new LongTraceBenchmarks(programs, folder),
                new HashingBenchmarks(folder));
    }

    private static Map<String, String> machine() {
        Map<String, String> facts = new LinkedHashMap<>();
        var observed = Fingerprint.observe(Host.current(), Libraries.ofThisJvm());
        for (String name : MACHINE) {
            facts.put(name, observed.get(name).fold(value -> value, reason -> "unavailable: " + reason));
        }
        facts.put(
                "load average",
                String.format(
                        Locale.ROOT,
                        "%.2f in the minute before",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        return facts;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
