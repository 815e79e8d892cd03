package io.github.reprorun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The signals that this JVM does not heed. */
public final class IgnoredSignals {
    private IgnoredSignals() {}

    /** Whether this JVM was started with HUP, INT, USR1, USR2 or TERM ignored, as by nohup or in the background: children are too. */
    public static boolean has(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .sum();
        int number = switch (signal) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "USR1" -> 10;
            case "USR2" -> 12;
            default -> 15;
        };
        return (ignored >>> (number - 1) & 1) == 1;
    }
}
