package io.github.reprorun.internal.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The resources that a run used: wall-clock and processor seconds, peak resident memory in bytes. Stateless. */
final class RunResources {
    private RunResources() {}

    static SortedMap<String, String> used(Instant startedOn, Instant finishedOn) {
        SortedMap<String, String> used = new TreeMap<>();
        Optional<Duration> cpu = ProcessHandle.current().info().totalCpuDuration();
        used.put(
                "wallSeconds",
                finishedOn.isBefore(startedOn)
                        ? "unavailable: the machine's clock was set back"
                        : seconds(Duration.between(startedOn, finishedOn)));
        used.put("processCpuSeconds", cpu.isPresent() ? seconds(cpu.get()) : "unavailable: the system does not tell");
        used.put("peakResidentBytes", peakResident(Path.of("/proc/self/status")));
        return used;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9)
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String peakResident(Path status) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.toString(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
                }
            }
            return "unavailable: no VmHWM in " + status;
        } catch (IOException e) {
            return "unavailable: " + status + " cannot be read";
        }
    }
}
